// SPDX-License-Identifier: Apache-2.0
// Calls the HTTP contract. Every failure is a `RequestFailed` with one line a person can act on.
// Knows the session's CSRF word, says when the session has ended, and where the server asks for the password again it
// has the person asked and repeats the call.
import type { Bbox, History, LatLon, Problem, Status, Track, TracksPage, Vessel, Source, ZoneOutlines, ZoneReport } from "./types";

export class RequestFailed extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  constructor(status: number, problem: Problem | null, fallback: string) {
    super(problem?.detail ?? problem?.title ?? fallback);
    this.status = status;
    this.problem = problem;
  }
  get code(): string { return this.problem?.code ?? ""; }
}

// What the calls need from whoever looks after people.
export interface Guard {
  csrf: () => string | null;
  signed_out: () => void;
  // Asks for the password again; false when the person gave up.
  confirm: () => Promise<boolean>;
}
let guard: Guard = { csrf: () => null, signed_out: () => undefined, confirm: () => Promise.resolve(false) };
export function set_guard(next: Guard): void { guard = next; }

interface Call { method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE"; body?: unknown; signal?: AbortSignal | undefined; repeated?: boolean }

export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const { method = "GET", body, signal } = options;
  const headers: Record<string, string> = { accept: "application/json, application/geo+json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const csrf = method === "GET" ? null : guard.csrf();
  if (csrf !== null) headers["x-fairlead-csrf"] = csrf;
  let response: Response;
  try {
    response = await fetch(path, { method, headers, signal: signal ?? null, credentials: "same-origin", cache: "no-store", ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed(0, null, "the server cannot be reached");
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  const failed = new RequestFailed(response.status, problem, `the server answered ${response.status}`);
  if (response.status === 401 && failed.code !== "sign_in_failed") guard.signed_out();
  if (response.status === 403 && failed.code === "confirm_required" && options.repeated !== true && (await guard.confirm())) {
    return call(path, { ...options, repeated: true });
  }
  throw failed;
}

// Sends a file as it is, without holding it in memory; says how much of it is there.
export function send_file<T>(path: string, file: Blob, progress: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    const csrf = guard.csrf();
    if (csrf !== null) request.setRequestHeader("x-fairlead-csrf", csrf);
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onerror = () => { reject(new RequestFailed(0, null, "the server cannot be reached, or closed the connection because the file is too large")); };
    request.onabort = () => { reject(new RequestFailed(0, null, "broken off; nothing was kept")); };
    request.onload = () => {
      let answer: unknown = null;
      try { answer = JSON.parse(request.responseText); } catch { /* Not JSON: the status says enough. */ }
      if (request.status >= 200 && request.status < 300) { resolve(answer as T); return; }
      const failed = new RequestFailed(request.status, answer as Problem | null, `the server answered ${request.status}`);
      if (request.status === 401) guard.signed_out();
      reject(failed);
    };
    signal.addEventListener("abort", () => { request.abort(); });
    request.send(file);
  });
}

const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>(path, { signal });

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

export const fetchTracks = async (limit: number): Promise<Track[]> =>
  (await get<TracksPage>(`/api/v1/tracks${query({ limit })}`)).tracks;

export const fetchHistory = (id: string, from: string, to: string, signal?: AbortSignal): Promise<History> =>
  get(`/api/v1/tracks/${encodeURIComponent(id)}/history${query({ from, to })}`, signal);

export const fetchZone = (at: LatLon, signal?: AbortSignal): Promise<ZoneReport> =>
  get(`/api/v1/zones/at${query({ lat: at.lat.toFixed(6), lon: at.lon.toFixed(6) })}`, signal);

export const fetchZoneLines = (box: Bbox, zoom: number, signal?: AbortSignal): Promise<ZoneOutlines> =>
  get(`/api/v1/zones/outlines${query({ bbox: box.join(","), zoom })}`, signal);

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
