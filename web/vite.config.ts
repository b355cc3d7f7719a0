// SPDX-License-Identifier: Apache-2.0
// The build of the screens: hashed assets, a worker of its own, nothing inline (the server sends a strict CSP).
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: process.env["FAIRLEAD_URL"] ?? "http://127.0.0.1:8480", ws: true } } },
});
