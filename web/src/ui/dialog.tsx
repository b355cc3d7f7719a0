// SPDX-License-Identifier: Apache-2.0
// A native modal dialog: focus stays inside, Escape closes it, and focus returns to where it was.
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icons";

interface DialogProps { name: string; open: boolean; on_close: () => void; wide?: boolean; children: ComponentChildren }

export function Dialog({ name, open, on_close, wide, children }: DialogProps): JSX.Element | null {
  const box = useRef<HTMLDialogElement>(null);
  // At once, not after the next paint: keys typed right behind the one that opened it belong to the dialog.
  useLayoutEffect(() => {
    if (open && box.current && !box.current.open) box.current.showModal();
  }, [open]);
  if (!open) return null;
  return (
    <dialog ref={box} class={`dialog${wide === true ? " dialog-wide" : ""}`} aria-label={name} onCancel={(event) => { event.preventDefault(); on_close(); }}
      onClick={(event) => { if (event.target === box.current) on_close(); }}>
      <div class="dialog-body">
        <header class="dialog-head">
          <h2>{name}</h2>
          <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={on_close}><Icon name="close" /></button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
