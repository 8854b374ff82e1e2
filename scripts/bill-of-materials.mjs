// Writes dist/sbom.cdx.json: what is bundled, as a CycloneDX bill of materials, with the hashes of the lock file. `npm sbom` says it of everything that is
// installed; this leaves what ships. The same sources make the same file.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { npm, root } from './setup.mjs';

/** @param {string[]} packages that the bundles contain, as name@version */
export function writeBillOfMaterials(packages) {
  const [program, ...args] = npm('sbom', '--package-lock-only', '--sbom-format', 'cyclonedx');
  const bill = JSON.parse(execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 }));
  const shipped = bill.components.filter((component) => packages.includes(component['bom-ref'])).map(({ properties: _, ...component }) => ({ ...component, scope: 'required' }));
  const refs = new Set([bill.metadata.component['bom-ref'], ...shipped.map((component) => component['bom-ref'])]);
  const missing = packages.filter((each) => !shipped.some((component) => component['bom-ref'] === each));
  if (missing.length > 0) throw new Error(`The lock file does not know ${missing.join(', ')}, and the bundles contain it.`);
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')); // npm says the folder's.
  const { serialNumber, metadata, ...rest } = bill;
  const { timestamp, component, ...about } = metadata;
  const { description, properties, ...own } = component;
  const dependencies = bill.dependencies.filter(({ ref }) => refs.has(ref)).map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  writeFileSync('dist/sbom.cdx.json', `${JSON.stringify({ ...rest, metadata: { ...about, component: { ...own, type: 'application', name } }, components: shipped, dependencies }, null, 2)}\n`);
}
