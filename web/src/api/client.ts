// SPDX-License-Identifier: Apache-2.0
// Reads the HTTP contract. Every failure is a `RequestFailed` with one line a person can act on.
import type { History, Problem, Status, Track, TracksPage, Vessel, Source } from "./types";

export class RequestFailed extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  constructor(status: number, problem: Problem | null, fallback: string) {
    super(problem?.detail ?? problem?.title ?? fallback);
    this.status = status;
    this.problem = problem;
  }
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: "application/json" }, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed(0, null, "the server cannot be reached");
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as Problem | null;
    throw new RequestFailed(response.status, problem, `the server answered ${response.status}`);
  }
  return (await response.json()) as T;
}

const query = (values: Record<string, string | number | undefined>): string => {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
};

export const fetchStatus = (signal?: AbortSignal): Promise<Status> => get("/api/v1/status", signal);

export const fetchSources = async (signal?: AbortSignal): Promise<Source[]> =>
  (await get<{ sources: Source[] }>("/api/v1/sources", signal)).sources;

export const fetchTrack = (id: string, signal?: AbortSignal): Promise<Track> =>
  get(`/api/v1/tracks/${encodeURIComponent(id)}`, signal);

export const fetchHistory = (id: string, from: string, to: string, signal?: AbortSignal): Promise<History> =>
  get(`/api/v1/tracks/${encodeURIComponent(id)}/history${query({ from, to })}`, signal);

export const searchVessels = async (q: string, signal?: AbortSignal): Promise<Vessel[]> =>
  (await get<{ vessels: Vessel[] }>(`/api/v1/vessels${query({ q, limit: 20 })}`, signal)).vessels;

// The whole picture of a box as it stood at `at`, page by page.
export async function fetchTracksAt(bbox: string, at: string, signal?: AbortSignal): Promise<Track[]> {
  const tracks: Track[] = [];
  let cursor: string | undefined;
  do {
    const page: TracksPage = await get(`/api/v1/tracks${query({ bbox, at, limit: 50000, cursor })}`, signal);
    tracks.push(...page.tracks);
    cursor = page.next_cursor;
  } while (cursor !== undefined && tracks.length < 100_000);
  return tracks;
}
