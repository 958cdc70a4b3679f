import { describe, expect, it } from 'vitest';
import { accepted, places, read, refused, scenario } from './reading.ts';

const java = (api: string): string =>
  scenario({ api: `duration: 100ms, ${api}` }).replace('runtime: nodejs22.x', 'runtime: java21');

describe('snapStart', () => {
  it('R3.6, R14.6: is there for Java 11, Python 3.12, .NET 8 and later', () => {
    const fits = (runtime: string): boolean => {
      const text = scenario({ api: 'duration: 100ms, snapStart: true, restore: 300ms' });
      return read(text.replace('nodejs22.x', runtime)).scenario !== null;
    };
    for (const runtime of ['java11', 'java17', 'java21', 'java25', 'python3.12', 'python3.14', 'dotnet8', 'dotnet10'])
      expect(fits(runtime), runtime).toBe(true);
    for (const runtime of [
      'java8.al2',
      'python3.11',
      'python3.9',
      'dotnet6',
      'nodejs22.x',
      'ruby3.4',
      'provided.al2023',
    ])
      expect(fits(runtime), runtime).toBe(false);
  });

  it('R3.6: says which runtimes can, and where the key stands', () => {
    const text = scenario({ api: 'duration: 100ms, snapStart: true' });
    expect(refused(text)).toEqual([
      'E_CONFLICT functions.api.snapStart: SnapStart is there for Java 11, Python 3.12, .NET 8 and later, not for nodejs22.x; change runtime or remove snapStart (R3.6)',
    ]);
    expect(places(text)).toEqual(['3:72 E_CONFLICT']);
  });

  it('R3.6: needs a runtime', () => {
    const text = scenario({ api: 'duration: 100ms, snapStart: true' }).replace('runtime: nodejs22.x, ', '');
    expect(refused(text)).toEqual([
      'E_CONFLICT functions.api.snapStart: SnapStart needs a runtime: Java 11, Python 3.12, .NET 8 or later; write runtime: java21 (R3.6)',
    ]);
  });

  it('R3.6: takes no images and no /tmp above 512 MB; both are told', () => {
    expect(refused(java('snapStart: true, package: image, ephemeralStorage: 1GB'))).toEqual([
      'E_CONFLICT functions.api.snapStart: SnapStart does not take container images; write package: zip or remove snapStart (R3.6)',
      'E_CONFLICT functions.api.snapStart: SnapStart goes with 512 MB of /tmp at most; lower ephemeralStorage or remove snapStart (R3.6)',
    ]);
  });

  it('R3.6: restore goes with it alone', () => {
    expect(refused(java('restore: 300ms'))).toEqual([
      'E_CONFLICT functions.api.restore: goes with snapStart: true alone; add that or remove it',
    ]);
  });

  it('R13.5: where Restore is not given, a warning says that it is a preset', () => {
    const { warnings } = read(java('snapStart: true'));
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'W_DEFAULT_RESTORE functions.api: Restore (default: snapstart-java, p50 500 ms) is not measured; set restore: from REPORT lines of your own',
    ]);
    expect(read(java('snapStart: true, restore: 300ms')).warnings).toEqual([]);
  });

  it('R3.6: without versions the function is published as version 1, and its callers call that', () => {
    const text = java('restore: 300ms, snapStart: true, initialEnvironments: 2');
    const { functions, sources } = accepted(text);
    expect(sources[0]).toMatchObject({ function: 'api', qualifier: 'live' });
    expect(functions[0]).toMatchObject({
      restore: null,
      initialEnvironments: 0,
      versions: [{ version: '1', restore: { value: 300_000 }, initialEnvironments: 2 }],
      aliases: [{ name: 'live', version: '1', provisionedConcurrency: null }],
    });
    const latest = accepted(text.replace('function: api,', 'function: "api:$LATEST",'));
    expect(latest.sources[0]).toMatchObject({ qualifier: '$LATEST' });
  });

  it('R3.6: steady environments are those of the version', () => {
    const [api] = accepted(java('restore: 300ms, snapStart: true, initialEnvironments: steady')).functions;
    expect(api?.versions[0]?.initialEnvironments).toBeGreaterThan(3);
  });

  it('R3.6: aliases without a version have no snapshot to resume', () => {
    const text = java('restore: 300ms, snapStart: true, aliases: { live: { version: $LATEST } }');
    expect(refused(text)).toEqual([
      'E_CONFLICT functions.api.snapStart: SnapStart is for published versions, and there is none (R3.6); write versions: { "1": {} }, or leave aliases out',
    ]);
  });

  it('R3.6: snapshots are of published versions: where there are some, $LATEST runs Init', () => {
    const text = java('snapStart: true, restore: 300ms, versions: { "7": { }, "8": { snapStart: false } }').replace(
      'function: api,',
      'function: api:7,',
    );
    // 8 has restore from its function, and no SnapStart for it.
    expect(refused(text)).toEqual([
      'E_CONFLICT functions.api.restore: goes with snapStart: true alone; add that or remove it',
    ]);
    const [api] = accepted(text.replace('"8": { snapStart: false }', '"8": { restore: 400ms }')).functions;
    expect(api?.restore).toBeNull();
    expect(api?.versions.map(({ restore }) => restore)).toEqual([
      { kind: 'constant', value: 300_000 },
      { kind: 'constant', value: 400_000 },
    ]);
  });
});

describe('extensions', () => {
  it('R3.11: one external extension where nothing else is said, none without the key', () => {
    const of = (api: string) => accepted(scenario({ api: `duration: 1s, ${api}` })).functions[0]?.extensions;
    expect(of('timeout: 3s')).toBeNull();
    expect(of('extensions: { }')).toEqual({ external: 1, postInvoke: null });
    expect(of('extensions: { external: 0, init: 20ms }')).toEqual({ external: 0, postInvoke: null });
    expect(of('extensions: { external: 10, postInvoke: 20ms }')).toEqual({
      external: 10,
      postInvoke: { kind: 'constant', value: 20_000 },
    });
  });

  it('R1.15: internal ones end with the runtime', () => {
    expect(refused(scenario({ api: 'duration: 1s, extensions: { external: 0, postInvoke: 20ms }' }))).toEqual([
      'E_CONFLICT functions.api.extensions.postInvoke: internal extensions end with the runtime; only external ones go on after it: write external: 1 or remove postInvoke',
    ]);
  });

  it('R3.11: at most ten can be registered, and unknown keys are told', () => {
    expect(refused(scenario({ api: 'duration: 1s, extensions: { external: 11 }' })).join()).toContain(
      'E_RANGE functions.api.extensions.external: 11 is above the greatest, 10',
    );
    expect(refused(scenario({ api: 'duration: 1s, extensions: { post: 1s }' })).join()).toContain('E_UNKNOWN_KEY');
  });
});

describe('tenants', () => {
  it('R14.3: does not go with SnapStart', () => {
    expect(refused(java('snapStart: true, restore: 300ms, tenants: 4'))).toEqual([
      'E_CONFLICT functions.api.tenants: tenant isolation does not go with snapStart: true (R14.3); remove one of them',
    ]);
  });

  it.each(['function-url', 'alb'])('R14.3: a %s cannot name a tenant', (type) => {
    const text = scenario({ api: 'duration: 1s, tenants: 4' }).replace('type: invoke', `type: ${type}`);
    expect(refused(text)).toEqual([
      `E_CONFLICT sources.web.function: api has tenant isolation, and ${type} cannot name a tenant (R14.3); use invoke, rest-api or http-api, or remove tenants`,
    ]);
  });

  it.each(['invoke', 'rest-api', 'http-api'])('R14.3: %s can', (type) => {
    const text = scenario({ api: 'duration: 1s, tenants: 4' }).replace('type: invoke', `type: ${type}`);
    expect(accepted(text).functions[0]?.tenants).toBe(4);
  });

  it('R14.3: is one or more', () => {
    expect(refused(scenario({ api: 'duration: 1s, tenants: 0' })).join()).toContain('E_RANGE functions.api.tenants');
  });
});

describe('the rest of the life of environments', () => {
  it('R9.7: a zip package has at most 250 MB, an image 10 GB', () => {
    expect(refused(scenario({ api: 'duration: 1s, packageSize: 251MB' }))).toEqual([
      'E_RANGE functions.api.packageSize: a zip package has at most 250MB unzipped (R9.6); make it smaller or write package: image',
    ]);
    accepted(scenario({ api: 'duration: 1s, packageSize: 250MB' }));
    accepted(scenario({ api: 'duration: 1s, packageSize: 10GB, package: image' }));
    expect(refused(scenario({ api: 'duration: 1s, packageSize: 11GB, package: image' })).join()).toContain('E_RANGE');
  });

  it('R9.8: knows three ways into a VPC', () => {
    const of = (vpc: string) => accepted(scenario({ api: `duration: 1s, vpc: ${vpc}` })).functions[0]?.vpc;
    expect([of('none'), of('hyperplane'), of('legacy-eni')]).toEqual(['none', 'hyperplane', 'legacy-eni']);
    expect(refused(scenario({ api: 'duration: 1s, vpc: legacy' })).join()).toMatch(
      /E_VALUE .*did you mean legacy-eni/u,
    );
  });

  it('R3.14: initialEnvironments takes a number or steady', () => {
    const of = (value: string) =>
      accepted(scenario({ api: `duration: 1s, initialEnvironments: ${value}` })).functions[0]?.initialEnvironments;
    expect(of('7')).toBe(7);
    expect(of('steady')).toBeGreaterThan(10);
    expect(refused(scenario({ api: 'duration: 1s, initialEnvironments: stedy' })).join()).toContain(
      'did you mean steady',
    );
  });
});
