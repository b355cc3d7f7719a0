// SPDX-License-Identifier: Apache-2.0
// Keeps one live connection to `/api/v1/stream`: WebSocket first, server-sent events where that never opens.
// Reconnects with back-off and treats silence as a lost connection. Owns its timers; `stop()` ends them all.
import type { Bbox, DeltaMessage, ResetMessage, Source, StreamMessage } from "./types";

export interface StreamEvents {
  reset(message: ResetMessage): void;
  delta(message: DeltaMessage): void;
  sources(sources: Source[]): void;
  phase(phase: "connecting" | "open" | "lost", transport: "websocket" | "sse", retry_at_local_ms: number | null): void;
  problem(detail: string): void;
}

const kSilenceMs = 20_000;
const kBackOffMs = [500, 1000, 2000, 4000, 8000, 15_000];
const kPath = "/api/v1/stream";

// How long to wait before attempt number `attempt` (from 0), spread so that many pages do not return at once.
export function back_off_ms(attempt: number, random: number): number {
  const base = kBackOffMs[Math.min(attempt, kBackOffMs.length - 1)] ?? 15_000;
  return Math.round(base * (0.75 + 0.5 * random));
}

export class Stream {
  private socket: WebSocket | null = null;
  private events: EventSource | null = null;
  private attempt = 0;
  private socket_failures = 0;
  private socket_worked = false;
  private retry_timer = 0;
  private silence_timer = 0;
  private last_message_ms = 0;
  private stopped = true;
  private bbox: Bbox | null = null;

  // For measurements: messages taken, their bytes, and what reading and applying them cost on this thread.
  readonly costs = { messages: 0, characters: 0, ms: 0, ms_max: 0 };

  private readonly on: StreamEvents;
  constructor(on: StreamEvents) { this.on = on; }

  start(bbox: Bbox | null): void {
    this.stopped = false;
    this.bbox = bbox;
    window.addEventListener("online", this.retry_now);
    window.addEventListener("offline", this.went_offline);
    this.silence_timer = window.setInterval(() => { this.check_silence(); }, 2000);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.retry_now);
    window.removeEventListener("offline", this.went_offline);
    window.clearInterval(this.silence_timer);
    window.clearTimeout(this.retry_timer);
    this.close_all();
  }

  // Moves the viewport. A WebSocket is told; server-sent events are opened anew.
  subscribe(bbox: Bbox | null): void {
    this.bbox = bbox;
    if (this.socket?.readyState === WebSocket.OPEN) this.send_subscription();
    else if (this.events) { this.close_all(); this.connect(); }
  }

  readonly retry_now = (): void => {
    if (this.stopped || this.socket?.readyState === WebSocket.OPEN || this.events?.readyState === EventSource.OPEN) return;
    window.clearTimeout(this.retry_timer);
    this.attempt = 0;
    this.close_all();
    this.connect();
  };

  private readonly went_offline = (): void => { this.lost(); };

  private connect(): void {
    if (this.stopped) return;
    this.last_message_ms = Date.now();
    if (this.socket_failures >= 2 && !this.socket_worked) this.connect_events();
    else this.connect_socket();
  }

  private connect_socket(): void {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.on.phase("connecting", "websocket", null);
    const socket = new WebSocket(`${scheme}//${location.host}${kPath}`);
    this.socket = socket;
    socket.onopen = () => { this.socket_worked = true; this.send_subscription(); };
    socket.onmessage = (event) => { if (typeof event.data === "string") this.take(event.data, "websocket"); };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket_failures += 1;
      this.lost();
    };
  }

  private connect_events(): void {
    this.on.phase("connecting", "sse", null);
    const query = this.bbox ? `?bbox=${this.bbox.map((value) => value.toFixed(4)).join(",")}` : "";
    const events = new EventSource(`${kPath}${query}`);
    this.events = events;
    const listen = (name: string, wrap: (text: string) => string): void => {
      events.addEventListener(name, (event) => { this.take(wrap((event as MessageEvent<string>).data), "sse"); });
    };
    // Events carry whole tracks; with the type in front they read like the WebSocket's messages.
    const typed = (type: string) => (text: string): string => `{"type":"${type}","moved":[],${text.trimStart().slice(1)}`;
    listen("reset", typed("reset"));
    listen("tracks", typed("delta"));
    listen("sources", typed("sources"));
    events.onopen = () => { this.last_message_ms = Date.now(); };
    events.onerror = () => {
      if (this.events !== events) return;
      // A server that refuses both is tried again from the start.
      this.socket_failures = 0;
      this.lost();
    };
  }

  private send_subscription(): void {
    this.socket?.send(JSON.stringify({ type: "subscribe", bbox: this.bbox, max_rate_hz: 2 }));
  }

  private take(text: string, transport: "websocket" | "sse"): void {
    this.last_message_ms = Date.now();
    const began = performance.now();
    this.read(text, transport);
    const cost = performance.now() - began;
    this.costs.messages += 1;
    this.costs.characters += text.length;
    this.costs.ms += cost;
    this.costs.ms_max = Math.max(this.costs.ms_max, cost);
  }

  private read(text: string, transport: "websocket" | "sse"): void {
    let message: StreamMessage;
    try {
      message = JSON.parse(text) as StreamMessage;
    } catch {
      this.on.problem("the server sent a message that is not JSON");
      return;
    }
    if (message.type === "reset" || message.type === "delta") {
      this.attempt = 0;
      this.on.phase("open", transport, null);
    }
    if (message.type === "reset") this.on.reset(message);
    else if (message.type === "delta") this.on.delta(message);
    else if (message.type === "sources") this.on.sources(message.sources);
    else if (message.type === "error") this.on.problem(message.detail ?? message.code);
  }

  private check_silence(): void {
    const connected = this.socket?.readyState === WebSocket.OPEN || this.events !== null;
    if (connected && Date.now() - this.last_message_ms > kSilenceMs) this.lost();
  }

  private lost(): void {
    this.close_all();
    if (this.stopped) return;
    const wait = back_off_ms(this.attempt, Math.random());
    this.attempt += 1;
    this.on.phase("lost", this.socket_failures >= 2 && !this.socket_worked ? "sse" : "websocket", Date.now() + wait);
    window.clearTimeout(this.retry_timer);
    this.retry_timer = window.setTimeout(() => { this.connect(); }, wait);
  }

  private close_all(): void {
    const { socket, events } = this;
    this.socket = null;
    this.events = null;
    socket?.close();
    events?.close();
  }
}
