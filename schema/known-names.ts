/** Names that AWS has, for whoever slips: none is refused for not being here, since AWS has new ones every year. */
import type { DiagnosticCode } from "./diagnostics.ts";
import { nearest } from "./suggest.ts";

/** AWS's "Regions and Zones", November 2026. */
const REGIONS: readonly string[] = [
  "af-south-1",
  ...["ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2"],
  ...[1, 2, 3, 4, 5, 6, 7].map((number) => `ap-southeast-${number}`),
  ...["ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1"],
  ...["eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1"],
  ...["me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"],
  ...["us-gov-east-1", "us-gov-west-1"],
];

/** Letters that zones have. */
const LETTERS = ["a", "b", "c", "d", "e", "f"];

/** The zones that a region may have, as far as their names go. */
export const zonesOf = (region: string): readonly string[] => LETTERS.map((letter) => `${region}${letter}`);

/** Families that somebody asks for by hand; EC2's "Instance types". */
const FAMILIES: readonly string[] = [
  ...[
    "t1",
    "t2",
    "t3",
    "t3a",
    "t4g",
    "m1",
    "m2",
    "m3",
    "m4",
    "m5",
    "m5a",
    "m5d",
    "m5n",
    "m6a",
    "m6g",
    "m6i",
    "m7a",
    "m7g",
  ],
  ...["m7i", "m7i-flex", "m8g", "m8i", "c1", "c3", "c4", "c5", "c5a", "c5d", "c5n", "c6a", "c6g", "c6i", "c7a", "c7g"],
  ...["c7i", "c8g", "c8i", "r3", "r4", "r5", "r5a", "r5d", "r6a", "r6g", "r6i", "r7a", "r7g", "r7i", "r8g", "r8i"],
  ...["i2", "i3", "i3en", "i4i", "i7i", "d2", "d3", "g4dn", "g5", "g6", "p3", "p4d", "p5", "x1", "x2idn", "z1d"],
];

const SIZES: readonly string[] = [
  ...["nano", "micro", "small", "medium", "large", "xlarge", "metal"],
  ...[2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48].map((number) => `${number}xlarge`),
];

function instanceType(text: string): string | undefined {
  const [family = "", size, ...rest] = text
    .trim()
    .toLowerCase()
    .split(/[.\s_]/);
  if (size === undefined || rest.length > 0) return undefined;
  const meant = FAMILIES.includes(family) ? family : nearest(family, FAMILIES);
  const sized = nearest(size, SIZES);
  return meant === undefined || sized === undefined ? undefined : `${meant}.${sized}`;
}

const NEAREST: Readonly<Partial<Record<DiagnosticCode, (text: string) => string | undefined>>> = {
  "region-syntax": (text) => nearest(text, REGIONS),
  "zone-syntax": (text) => nearest(text, REGIONS.flatMap(zonesOf)),
  "instance-type-syntax": instanceType,
};

/** The name that somebody most likely meant by one that is refused; undefined where none is near. */
export const knownNear = (code: DiagnosticCode, text: string): string | undefined => NEAREST[code]?.(text);
