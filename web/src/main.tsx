// SPDX-License-Identifier: Apache-2.0
// Starts the page: first who sits here, then the screens.
import { render } from "preact";
import { casework } from "./casework";
import { coverage } from "./coverage";
import { desk } from "./desk";
import { findings } from "./findings";
import { people } from "./people";
import { session } from "./session";
import { views } from "./views";
import "./styles.css";
import "./sharing.css";
import "./law.css";
import "./desk.css";
import "./alerts.css";
import "./story.css";
import { Page } from "./ui/page";

const root = document.getElementById("app");
if (root) {
  session.restore_palette();
  people.start(() => { session.start(); desk.start(); casework.start(); findings.start(); views.start(); coverage.start(); });
  render(<Page />, root);
}
