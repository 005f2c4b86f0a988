// A wire between client and server that can be cut.
import net from "node:net";

export async function openWire(target) {
  const { hostname, port } = new URL(target);
  const sockets = new Set();
  let broken = false;
  const server = net.createServer((near) => {
    if (broken) return near.destroy();
    const far = net.connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** Ends every connection without a goodbye; new ones fail too until `mend`. */
    cut() {
      broken = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      broken = false;
    },
  };
}
