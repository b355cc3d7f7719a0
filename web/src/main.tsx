// SPDX-License-Identifier: Apache-2.0
// Starts the page.
import { render } from "preact";
import { session } from "./session";
import "./styles.css";
import { Frame } from "./ui/frame";

const root = document.getElementById("app");
if (root) {
  session.start();
  render(<Frame />, root);
}
