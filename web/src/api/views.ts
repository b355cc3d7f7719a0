// SPDX-License-Identifier: Apache-2.0
// The calls about the pictures of partners, as home looks at them.
import { call } from "./client";
import type { SeenView, ViewList, ViewPicture } from "./schema";
import type { Track } from "./types";

export type { SeenView } from "./schema";
// What stands behind `key` and `id` is what the partner gets of the track.
export type SeenTrack = ViewPicture["tracks"][number] & Omit<Partial<Track>, "id">;
export type SeenPicture = Omit<ViewPicture, "tracks"> & { tracks: SeenTrack[] };

export const fetchViews = async (signal?: AbortSignal): Promise<SeenView[]> => (await call<ViewList>("/api/v1/views", { signal })).views;
export const fetchViewTracks = ({ agency, purpose }: Pick<SeenView, "agency" | "purpose">, signal?: AbortSignal): Promise<SeenPicture> =>
  call(`/api/v1/views/tracks?agency=${encodeURIComponent(agency)}&purpose=${encodeURIComponent(purpose)}`, { signal });
