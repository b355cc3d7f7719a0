// SPDX-License-Identifier: Apache-2.0
// What the page shows: the way in, or the screens. The address stays the same.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { read_door } from "../people";
import { use_part } from "../state/store";
import { Alarm } from "./alarm";
import { ConfirmDialog } from "./confirm_dialog";
import { Frame } from "./frame";
import { watch_palette_key } from "./keys";
import { InvitationPage, SignInPage, Waiting } from "./sign_in";

export function Page(): JSX.Element {
  const phase = use_part((state) => state.people.phase);
  const [hash, set_hash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => { set_hash(location.hash); };
    window.addEventListener("hashchange", follow);
    return () => { window.removeEventListener("hashchange", follow); };
  }, []);
  useEffect(watch_palette_key, []);
  const door = read_door(hash);
  return (
    <>
      {phase === "in" ? <Frame /> : phase === "asking" ? <Waiting /> : door ? <InvitationPage door={door} /> : <SignInPage />}
      {phase === "in" && <ConfirmDialog />}
      <Alarm />
    </>
  );
}
