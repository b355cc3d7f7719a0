// SPDX-License-Identifier: Apache-2.0
// Opens the system Chromium without network habits of its own.
import { chromium } from "playwright-core";

export const open_browser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
