// Reads {schema, members, passes} from standard input, and writes [member, pass, value] lines: for each of the members of
// the schema one value for each pass, which is a set of options. The same each time.

import { readFileSync } from "node:fs";
import { generateSync } from "json-schema-faker";

const { schema, members, passes } = JSON.parse(readFileSync(0, "utf8"));
for (const member of members) {
  const one = {
    type: "object",
    required: [member],
    properties: { [member]: schema.properties[member] },
    $defs: schema.$defs,
  };
  passes.forEach((pass, index) => {
    try {
      const value = generateSync(one, { maxDepth: 6, refDepthMax: 4, ...pass })[member];
      if (value !== undefined) console.log(JSON.stringify([member, index, value]));
    } catch {
      // No value of this schema can be made.
    }
  });
}
