/**
 * The worker's entry: gets the compiled module and a role, later the rest of the module, and serves messages.
 *
 * The main thread imports it too, for `host`, where it cannot have a worker, and for `api` where the page is one file.
 */
import * as api from './engine.js';
import { host } from './workers/hosts.js';

/** @import { Host } from './workers/hosts.js' */
/** @import { AdoptLanguage, From, RunRequest, SurfaceRequest, WorkerRequest } from './workers/protocol.js' */

export { api, host };

/** Serves messages, in a worker. */
function serve() {
  /** @type {Host | null} */
  let serving = null;

  /** @param {MessageEvent<WorkerRequest | From<RunRequest | SurfaceRequest> | AdoptLanguage>} event */
  self.onmessage = ({ data }) => {
    if (data.do === 'keep') {
      api.keep(data.module);
    } else if (data.do === 'start') {
      api.initSync({ module: data.module });
      const emit = (/** @type {object} */ message, /** @type {Transferable[]} */ transfer = []) =>
        self.postMessage(message, { transfer });
      serving = host(data.role, api, emit, { budget: 10, gentle: false });
      self.postMessage({ is: 'started' });
    } else {
      serving?.handle(data);
    }
  };

  // A module that cannot be cloned here (another agent cluster) is reported like any other failure to start.
  self.onmessageerror = () => self.postMessage({ is: 'unstartable' });
}

if (typeof document === 'undefined') serve();
