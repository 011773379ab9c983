import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Reaper } from '../reaper';
import type { CertificateAuthority, ServerCertificate } from './certificate-authority';

/** Files of certificates in PEM, for what takes a path. */
export interface CertificateFiles {
  /** The run's authority alone. */
  readonly authority: string;
  /** The run's authority with all that Node.js trusts. */
  readonly bundle: string;
}

/** The certificates of one run. The authority is made when it is first needed: most runs speak no TLS. */
export class Certificates {
  private authority: Promise<CertificateAuthority> | undefined;
  private written: Promise<CertificateFiles> | undefined;

  constructor(private readonly reaper: Reaper) {}

  /** What a TLS server shows to who asks for a host name or an address. */
  public async certificateOf(host: string): Promise<ServerCertificate> {
    return (await this.getAuthority()).certificateOf(host.toLowerCase());
  }

  /** The certificates as files, which go with the run. */
  public files(): Promise<CertificateFiles> {
    this.written ??= this.write();
    return this.written;
  }

  private getAuthority(): Promise<CertificateAuthority> {
    // The library takes its time to load.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    this.authority ??= (require('./certificate-authority') as typeof import('./certificate-authority')).CertificateAuthority.create();
    return this.authority;
  }

  private async write(): Promise<CertificateFiles> {
    const { pem } = await this.getAuthority();
    const folder = this.reaper.makeFolder();
    const files = { authority: join(folder, 'authority.pem'), bundle: join(folder, 'bundle.pem') };
    writeFileSync(files.authority, `${pem}\n`);
    writeFileSync(files.bundle, [...rootCertificates, pem, ''].join('\n'));
    return files;
  }
}
