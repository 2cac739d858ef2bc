import { generate } from 'selfsigned'

/** Certificates for servers on loopback, one for each thing that can be wrong with one. */
export interface TestCertificate {
  readonly key: string
  readonly cert: string
}

const day = 86_400_000
const ec = { keyType: 'ec', algorithm: 'sha256' } as const

const forNames = (...names: string[]) => [
  { name: 'basicConstraints' as const, cA: false, critical: true },
  { name: 'keyUsage' as const, digitalSignature: true },
  { name: 'extKeyUsage' as const, serverAuth: true },
  {
    name: 'subjectAltName' as const,
    altNames: names.map((name) =>
      /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
    ),
  },
]

export interface TestCertificates {
  /** PEM of the root that signed all but `unknownRoot`. */
  readonly root: string
  /** PEM of the root that signed `unknownRoot`. */
  readonly strangerRoot: string
  readonly good: TestCertificate
  readonly wrongName: TestCertificate
  readonly unknownRoot: TestCertificate
  readonly expired: TestCertificate
}

export async function makeCertificates(): Promise<TestCertificates> {
  const root = await authority('zohosql test root')
  const stranger = await authority('somebody else')
  const signed = async (ca: TestCertificate, name: string, from = -day, to = day): Promise<TestCertificate> => {
    const made = await generate([{ name: 'commonName', value: name }], {
      ...ec,
      ca,
      notBeforeDate: new Date(Date.now() + from),
      notAfterDate: new Date(Date.now() + to),
      extensions: forNames(...(name === 'localhost' ? ['localhost', '127.0.0.1'] : [name])),
    })
    return { key: made.private, cert: made.cert }
  }
  return {
    root: root.cert,
    strangerRoot: stranger.cert,
    good: await signed(root, 'localhost'),
    wrongName: await signed(root, 'elsewhere.example'),
    unknownRoot: await signed(stranger, 'localhost'),
    expired: await signed(root, 'localhost', -3 * day, -day),
  }
}

async function authority(name: string): Promise<TestCertificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...ec,
    notBeforeDate: new Date(Date.now() - 10 * day),
    notAfterDate: new Date(Date.now() + 10 * day),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return { key: made.private, cert: made.cert }
}
