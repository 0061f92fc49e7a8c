import type { ChannelVersion } from '@/engine';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import { TextMemo } from './text-memo';

// A record names channels, nodes and versions many times: each stands in a table once, and is named by its position.

/** Up to here a look along the list is faster than a map. */
const SHORT_LIST = 16;

/** Things by position, in the order in which they were first asked for. Written, it is empty again. */
abstract class Table<Item> {
  readonly #list: Item[] = [];
  readonly #positions = new Map<Item, number>();

  position(item: Item): number {
    const list = this.#list;
    if (list.length <= SHORT_LIST) {
      const known = list.indexOf(item);
      return known >= 0 ? known : list.push(item) - 1;
    }
    const positions = this.#positions;
    if (positions.size === 0) for (const [position, listed] of list.entries()) positions.set(listed, position);
    let position = positions.get(item);
    if (position === undefined) {
      position = list.push(item) - 1;
      positions.set(item, position);
    }
    return position;
  }

  write(writer: ByteWriter): void {
    writer.count(this.#list.length);
    this.writeItems(writer, this.#list);
    this.clear();
  }

  clear(): void {
    this.#list.length = 0;
    if (this.#positions.size > 0) this.#positions.clear();
  }

  protected abstract writeItems(writer: ByteWriter, items: readonly Item[]): void;
}

/** What the engine puts before a node's name is a single letter here; a name that begins with such a letter gets another. */
const BRANCH_TO = 'branch:to:';
const BRANCH_TO_LETTER = '\u0001';
const PLAIN_LETTER = '\u0002';

export class NameTable extends Table<string> {
  protected override writeItems(writer: ByteWriter, items: readonly string[]): void {
    for (const name of items) writer.text(shortName(name));
  }
}

function shortName(name: string): string {
  if (name.startsWith(BRANCH_TO)) return BRANCH_TO_LETTER + name.slice(BRANCH_TO.length);
  return name.startsWith(BRANCH_TO_LETTER) || name.startsWith(PLAIN_LETTER) ? PLAIN_LETTER + name : name;
}

function longName(text: string): string {
  if (text.startsWith(BRANCH_TO_LETTER)) return BRANCH_TO + text.slice(1);
  return text.startsWith(PLAIN_LETTER) ? text.slice(1) : text;
}

/** Channels and nodes of graphs are few. */
const knownNames = new TextMemo(longName);

export function readNames(reader: ByteReader): string[] {
  const names: string[] = [];
  for (let left = reader.count(); left > 0; left--) names.push(reader.known(knownNames));
  return names;
}

/** How a version is written: our own (see engine/checkpoint/version.ts) as its counter, and its suffix unless the one before has the same. */
const OWN = 0;
const OWN_SAME_SUFFIX = 1;
const TEXT = 2;
const NUMBER = 3;

const OWN_VERSION = /^[0-9a-z]{8}\.[0-9a-z]{8}$/;
const COUNTER_WIDTH = 8;

export class VersionTable extends Table<ChannelVersion> {
  protected override writeItems(writer: ByteWriter, items: readonly ChannelVersion[]): void {
    let suffix = '';
    for (const version of items) {
      if (typeof version === 'number') {
        writer.byte(NUMBER);
        writer.float(version);
      } else if (!OWN_VERSION.test(version)) {
        writer.byte(TEXT);
        writer.text(version);
      } else {
        const isSameSuffix = suffix !== '' && version.endsWith(suffix);
        writer.byte(isSameSuffix ? OWN_SAME_SUFFIX : OWN);
        writer.count(Number.parseInt(version.slice(0, COUNTER_WIDTH), 36));
        if (isSameSuffix) continue;
        suffix = version.slice(COUNTER_WIDTH + 1);
        writer.text(suffix);
      }
    }
  }
}

export function readVersions(reader: ByteReader): ChannelVersion[] {
  const versions: ChannelVersion[] = [];
  let suffix = '';
  for (let left = reader.count(); left > 0; left--) {
    const kind = reader.byte();
    if (kind === NUMBER) versions.push(reader.float());
    else if (kind === TEXT) versions.push(reader.text());
    else {
      const counter = reader.count();
      if (kind === OWN) suffix = reader.known(knownSuffixes);
      versions.push(ownVersion(counter, suffix));
    }
  }
  return versions;
}

/** Of an invocation each. */
const knownSuffixes = new TextMemo();

/** A version is named by the steps that made it, saw it and kept it: its text is made once. A power of two. */
const KNOWN_VERSIONS = 1024;
const knownVersions = new Array<{ counter: number; suffix: string; text: string } | undefined>(KNOWN_VERSIONS);

function ownVersion(counter: number, suffix: string): string {
  const slot = counter % KNOWN_VERSIONS;
  const known = knownVersions[slot];
  if (known?.counter === counter && known.suffix === suffix) return known.text;
  const text = `${counter.toString(36).padStart(COUNTER_WIDTH, '0')}.${suffix}`;
  knownVersions[slot] = { counter, suffix, text };
  return text;
}

export function skipVersions(reader: ByteReader): void {
  for (let left = reader.count(); left > 0; left--) {
    const kind = reader.byte();
    if (kind === NUMBER) reader.float();
    else if (kind === TEXT) reader.skipBytes();
    else {
      reader.count();
      if (kind === OWN) reader.skipBytes();
    }
  }
}
