/**
 * The worker's entry: takes the compiled module and a role, then the module's rest, and serves messages.
 *
 * The main thread imports it too, for `host`, where it cannot have a worker.
 */
import * as api from './engine.js';
import { host } from './workers/hosts.js';

export { host };

/** Serves messages, in a worker. */
function serve() {
  let serving = null;
  self.onmessage = ({ data }) => {
    if (data.do === 'keep') {
      api.keep(data.module);
      return;
    }
    if (data.do !== 'start') {
      serving?.handle(data);
      return;
    }
    api.initSync({ module: data.module });
    serving = host(data.role, api, (message, transfer) => self.postMessage(message, transfer), {
      budget: 10,
      gentle: false,
    });
    self.postMessage({ is: 'started' });
  };
  // A module that cannot be cloned here (another agent cluster) is reported like any failure to start.
  self.onmessageerror = () => self.postMessage({ is: 'unstartable' });
}

if (typeof document === 'undefined') serve();
