// Reads {schema, members, count} from standard input, and writes [member, value] lines: `count` values for each of the
// members of the schema, the same each time.

import { readFileSync } from "node:fs";
import { generateSync } from "json-schema-faker";

const { schema, members, count } = JSON.parse(readFileSync(0, "utf8"));
for (const member of members) {
  const one = {
    type: "object",
    required: [member],
    properties: { [member]: schema.properties[member] },
    $defs: schema.$defs,
  };
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      const options = { seed, maxDepth: 6, refDepthMax: 4, optionalsProbability: seed / count };
      const value = generateSync(one, options)[member];
      if (value !== undefined) console.log(JSON.stringify([member, value]));
    } catch {
      // No value of this schema can be made.
    }
  }
}
