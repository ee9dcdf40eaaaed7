/** Tokens through the compiler: what it binds, what it leaves open, and what never passes through it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { inputsFor } from "../commands/read-inputs.ts";
import { IMAGES } from "../generators/images/index.ts";
import { ALL_ADDONS } from "../generators/manifests/addons/index.ts";
import type { Artifact } from "../generators/model/artifact.ts";
import type { Inputs } from "../generators/model/inputs.ts";
import { bindText, SOURCES, tokensIn } from "../generators/model/token.ts";
import { OUTPUTS } from "../generators/platforms/aws/place/outputs.ts";
import type { TokenEntry } from "../generators/tokens/entries.ts";
import schema from "../schema/cluster.schema.json" with { type: "json" };
import { caseNames, compileCase, compileText, specOf, stackOf } from "./support/cases.ts";

const tokensOf = (artifacts: readonly Artifact[]): readonly TokenEntry[] => {
  const file = artifacts.find(({ path }) => path === "tokens.json");
  return file === undefined ? [] : JSON.parse(file.content).tokens;
};

describe.each(caseNames())("tokens.json of %s", (name) => {
  const { artifacts } = compileCase(name);
  const entries = tokensOf(artifacts);
  const late = entries.filter(({ phase }) => phase !== "synth");

  test("accounts for every token in the tree, by file and line", () => {
    const found = artifacts
      .filter(({ path }) => path !== "tokens.json")
      .flatMap(({ path, content }) =>
        content.split("\n").flatMap((line, index) => tokensIn(line).map((token) => `${token} ${path}:${index + 1}`)),
      );
    const listed = late.flatMap(({ name: token, uses }) =>
      uses.flatMap(({ path, lines }) => lines.map((line) => `${token} ${path}:${line}`)),
    );
    expect(listed.sort()).toEqual([...new Set(found)].sort());
  });

  test("says where the compiler put each value", () => {
    const bindings = parse(specOf(name).toString()).tokens ?? {};
    const linesAt = (path: string): readonly string[] =>
      artifacts.find((each) => each.path === path)?.content.split("\n") ?? [];
    const literals = entries.filter((entry) => bindings[entry.name]?.value !== undefined);
    for (const { name: token, phase, uses } of literals) {
      const { value } = bindings[token];
      const inYaml = JSON.stringify(value).slice(1, -1);
      const misplaced = uses.flatMap(({ path, lines }) =>
        lines.filter((line) => !linesAt(path)[line - 1]?.includes(path.endsWith(".yaml") ? inYaml : value)),
      );
      expect({ phase, misplaced }).toEqual({ phase: "synth", misplaced: [] });
    }
  });
});

test("the golden cases have every source and every phase", () => {
  const all = caseNames().flatMap((name) => tokensOf(compileCase(name).artifacts));
  const kinds = new Set(all.flatMap(({ source }) => Object.keys(source).filter((key) => key !== "key")));
  expect([...kinds].sort()).toEqual(Object.keys(SOURCES).sort());
  expect(new Set(all.map(({ phase }) => phase))).toEqual(new Set(["synth", "apply", "boot"]));
});

describe("what add-ons and images say of themselves", () => {
  test("every token in a build context is declared by its image, and every declared one is there", () => {
    const contexts = caseNames().flatMap((name) =>
      compileCase(name).artifacts.filter(({ path }) => path.startsWith("images/")),
    );
    for (const { name, tokens } of IMAGES) {
      const texts = contexts.filter(({ path }) => path.startsWith(`images/${name}/`)).map(({ content }) => content);
      expect(new Set(texts.flatMap(tokensIn))).toEqual(new Set(tokens.map((token) => token.name)));
    }
  });

  test("every image of an add-on is one, and every one is an add-on's", () => {
    const used = ALL_ADDONS.flatMap(({ image }) => (image === null ? [] : [image]));
    expect(used.sort()).toEqual(IMAGES.map(({ name }) => name).sort());
  });

  test("the add-ons are the ones of the schema, in its order", () => {
    expect(ALL_ADDONS.map(({ name }) => name)).toEqual(Object.keys(schema.$defs.addons.properties));
  });
});

describe("outputs of Terraform", () => {
  test("are the ones of the schema, and the stacks have them", () => {
    expect(schema.$defs.tokenBinding.properties.terraform.enum).toEqual(Object.keys(OUTPUTS));
    const shop = compileCase("shop");
    for (const [name, { stack }] of Object.entries(OUTPUTS)) {
      expect(Object.keys(stackOf(shop, stack).output)).toContain(name);
    }
  });
});

describe("secrets", () => {
  const CANARY = "canary-7f3a91c2-never-in-the-output";
  const asked: string[] = [];
  const inputs: Inputs = {
    env: (name) => {
      asked.push(name);
      return { text: CANARY };
    },
    file: (path) => {
      asked.push(path);
      return { text: CANARY };
    },
  };
  const shop = specOf("shop").toString();

  const SOURCES_OF_A_SECRET = [
    "{ env: AWS_SECRET_ACCESS_KEY }",
    "{ file: secret.txt }",
    `{ value: ${CANARY} }`,
    "{ terraform: vpc_id }",
    "{ env: AWS_SECRET_ACCESS_KEY, secret: false }",
  ];

  test.each(SOURCES_OF_A_SECRET)("an add-on's secret bound to %s is refused, and not even read", (source) => {
    asked.length = 0;
    const compiled = compileText(shop.replace("{ secretsmanager: ycluster/registry, key: secret }", source), inputs);
    expect(compiled.ok).toBe(false);
    expect(compiled.diagnostics.map(({ code }) => code)).toContain("token-secret");
    expect(asked).toEqual([]);
    expect(
      JSON.stringify(compiled.diagnostics.map(({ message, notes, help }) => [message, notes, help])),
    ).not.toContain(CANARY);
  });

  test("a token of the spec's own that is called a secret is refused there, too", () => {
    asked.length = 0;
    const own = `${shop}  OWN: { env: OWN, secret: true }\nfiles:\n  - { path: /etc/own, content: "%%OWN%%" }\n`;
    const compiled = compileText(own, inputs);
    expect(compiled.diagnostics.map(({ code }) => code)).toContain("token-secret");
    expect(asked).toEqual([]);
  });

  test("no value of a secret's source is in any output: the compiler is never told one", () => {
    asked.length = 0;
    for (const name of caseNames()) {
      const compiled = compileText(specOf(name), inputs);
      if (!compiled.ok) continue;
      const secrets = new Set(compiled.cluster.tokens.filter(({ secret }) => secret).map(({ name }) => name));
      for (const { name: token, value } of compiled.cluster.tokens) if (secrets.has(token)) expect(value).toBeNull();
    }
    expect(asked).toEqual(["SHOP_RELEASE", "certificate.pem"]);
  });
});

describe("binding", () => {
  const anyValue = fc.string({ unit: "binary", maxLength: 60 });

  test("is literal, and looks at no value twice", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(
          bindText(
            "<%%A%%|%%B%%|%%C%%|100%%>",
            new Map([
              ["A", a],
              ["B", b],
            ]),
          ),
        ).toBe(`<${a}|${b}|%%C%%|100%%>`);
      }),
    );
    expect(
      bindText(
        "%%A%%",
        new Map([
          ["A", "%%B%%"],
          ["B", "x"],
        ]),
      ),
    ).toBe("%%B%%");
    expect(bindText("%%A%%", new Map([["A", "$& $1 $$"]]))).toBe("$& $1 $$");
  });

  test("any value arrives in manifests and in files as it is", () => {
    const spec = (value: string): string =>
      `${specOf("one-zone").toString()}
files:
  - { path: /etc/own, content: "<%%OWN%%>" }
workloads:
  - { name: own, containers: [{ name: own, image: "a:1", env: { OWN: "<%%OWN%%>" } }] }
tokens:
  OWN: { value: ${JSON.stringify(value)} }
`;
    const printable = fc.string({
      unit: fc.constantFrom(..."aZ0 \t\n'\"\\%${}#:&*!|>-?@`~,[]()\u00e9\u2028\u{1f980}"),
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        printable.filter((value) => tokensIn(value).length === 0),
        (value) => {
          const compiled = compileText(spec(value));
          if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
          const contentOf = (path: string): string =>
            compiled.artifacts.find((each) => each.path.endsWith(path))?.content ?? "";
          const manifest = parse(contentOf("own.controller-own.yaml"), { version: "1.1" });
          const [container] = manifest.desiredState.podTemplate.desiredState.manifest.containers;
          expect(container.env).toEqual([{ name: "OWN", value: `<${value}>` }]);
          expect(contentOf("control-plane/files/etc/own")).toBe(`<${value}>`);
          const userData = parse(contentOf("machines/control-plane/user-data.yml"), { version: "1.1" });
          expect(userData.write_files.at(-1).content).toBe(`<${value}>`);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("files beside the spec", () => {
  function place(): { readonly directory: string; readonly read: Inputs["file"] } {
    const directory = mkdtempSync(join(tmpdir(), "clusterwright-inputs-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    mkdirSync(join(directory, "specs/values"), { recursive: true });
    return { directory, read: inputsFor(join(directory, "specs/spec.yml")).file };
  }

  test("are read from where the spec is", () => {
    const { directory, read } = place();
    writeFileSync(join(directory, "specs/values/a.txt"), "é\n");
    expect(read("values/a.txt")).toEqual({ text: "é\n" });
  });

  test("are plain text of a sane size, and below the spec", () => {
    const { directory, read } = place();
    writeFileSync(join(directory, "outside"), "secret");
    symlinkSync(join(directory, "outside"), join(directory, "specs/link"));
    symlinkSync("/dev/zero", join(directory, "specs/zero"));
    writeFileSync(join(directory, "specs/nul"), "a\0b");
    writeFileSync(join(directory, "specs/latin"), Buffer.from([0xe9, 0x0a]));
    writeFileSync(join(directory, "specs/large"), "x".repeat(65_537));
    expect(read("link")).toEqual({ problem: "a link leads out of the spec's directory" });
    expect(read("zero")).toEqual({ problem: "a link leads out of the spec's directory" });
    expect(read("values")).toEqual({ problem: "it is not a plain file" });
    expect(read("nul")).toEqual({ problem: "it holds a NUL byte" });
    expect(read("latin")).toEqual({ problem: "it is not UTF-8 text" });
    expect(read("large")).toEqual({ problem: "it has 65537 bytes; a value has at most 65536" });
    expect(read("none")).toEqual({ problem: "there is no such file" });
  });

  test.each(["../secret", "/etc/passwd", "a/../../b", "..", "a/./b"])(
    "a path such as %s is refused by the schema",
    (path) => {
      const compiled = compileText(
        specOf("token-sources").toString().replace("file: certificate.pem", `file: ${path}`),
      );
      expect(compiled.ok).toBe(false);
      expect(compiled.diagnostics[0]?.message).toContain("is not a file beside the spec");
    },
  );
});

describe("a secret by its ARN", () => {
  const shop = specOf("shop").toString();
  const codes = (region: string, partition: string): readonly string[] => {
    const arn = `arn:${partition}:secretsmanager:${region}:123456789012:secret:ycluster/registry-AbCdEf`;
    const { diagnostics } = compileText(
      shop.replaceAll("secretsmanager: ycluster/registry", `secretsmanager: "${arn}"`),
    );
    return diagnostics.filter(({ code }) => code === "token-source").map(({ message }) => message);
  };

  test("may be of another region where the operator alone asks for it, and of no other partition", () => {
    expect(codes("eu-west-1", "aws")).toEqual([]);
    expect(codes("cn-north-1", "aws-cn")).toHaveLength(2);
  });
});
