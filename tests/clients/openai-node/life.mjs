// The whole life of a video through an unmodified SDK. Usage: node life.mjs 6|7 with SORA2_ADDRESS (…/v1) and SORA2_TOKEN.
// Calls go through a proxy in this process that can lose an answer. Exits with 1 at the first thing that is not as it should be.
import assert from 'node:assert/strict';
import http from 'node:http';

const version = process.argv[2];
const { default: OpenAI, toFile, BadRequestError, AuthenticationError, NotFoundError, RateLimitError } = await import(`openai-${version}`);
const target = new URL(process.env.SORA2_ADDRESS);
const apiKey = process.env.SORA2_TOKEN;

// Loses the answer to the next call whose method and path are named here, after the server has given it.
let lose = null;
const proxy = http.createServer((request, response) => {
  const headers = { ...request.headers, host: target.host };
  const upstream = http.request({ host: target.hostname, port: target.port, method: request.method, path: request.url, headers }, (answer) => {
    if (lose === `${request.method} ${request.url}`) {
      lose = null;
      answer.resume();
      answer.on('end', () => request.socket.destroy());
      return;
    }
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => request.socket.destroy());
  request.on('error', () => upstream.destroy());
  request.pipe(upstream);
});
await new Promise((ready) => proxy.listen(0, '127.0.0.1', ready));
const baseURL = `http://127.0.0.1:${proxy.address().port}/v1`;
const client = new OpenAI({ apiKey, baseURL });

const keys = ['id', 'object', 'model', 'status', 'progress', 'created_at', 'completed_at', 'expires_at', 'prompt', 'size', 'seconds', 'remixed_from_video_id', 'error'];
const ended = async (video) => {
  for (let asked = 0; asked < 100000 && ['queued', 'in_progress'].includes(video.status); asked++) video = await client.videos.retrieve(video.id);
  assert.equal(video.status, 'completed', JSON.stringify(video.error));
  return video;
};

// The server's queue is full until we say that we have seen it.
if (process.argv[3] === 'busy') {
  await assert.rejects(client.videos.create({ prompt: 'a ball' }, { maxRetries: 0 }), (error) => error instanceof RateLimitError && error.code === 'queue_full');
  const waiting = client.videos.create({ prompt: 'a ball' }, { maxRetries: 10 });
  console.log('release');
  assert.ok((await waiting).id);
  proxy.close();
  proxy.closeAllConnections();
  process.exit(0);
}

// Create, poll, download.
let video = await client.videos.create({ model: 'sora-2', prompt: 'a red ball bounces', seconds: '4', size: '1280x720', seed: 7, fps: 12, stems: ['effects', 'music'] });
for (const key of keys) assert.ok(key in video, key);
assert.deepEqual([video.size, video.seconds, video.model, video.seed, video.fps], ['1280x720', '4', 'sora-2', 7, '12']);
video = await ended(video);
assert.equal(video.progress, 100);
const movie = Buffer.from(await (await client.videos.downloadContent(video.id)).arrayBuffer());
assert.equal(movie.subarray(4, 8).toString(), 'ftyp');
const thumbnail = await client.videos.downloadContent(video.id, { variant: 'thumbnail' });
assert.equal(thumbnail.headers.get('content-type'), 'image/webp');
assert.equal(Buffer.from(await thumbnail.arrayBuffer()).subarray(8, 12).toString(), 'WEBP');
const sheet = Buffer.from(await (await client.videos.downloadContent(video.id, { variant: 'spritesheet' })).arrayBuffer());
assert.deepEqual([...sheet.subarray(0, 2)], [0xff, 0xd8]);
for (const stem of video.stems) {
  const sound = Buffer.from(await (await client.videos.downloadContent(video.id, { variant: stem })).arrayBuffer());
  assert.equal(sound.subarray(8, 12).toString(), 'WAVE', stem);
}

// A first frame as file, as data URL and as stored file; one of another size is refused.
const still = Buffer.from(await (await fetch(`${baseURL}/videos/${video.id}/content?variant=thumbnail`, { headers: { authorization: `Bearer ${apiKey}` } })).arrayBuffer());
const file = await toFile(still, 'still.webp');
await client.videos.create({ prompt: 'go on', size: '1280x720', input_reference: file, fps: 12 });
await client.videos.create({ prompt: 'go on', size: '1280x720', fps: 12, input_reference: { image_url: `data:image/webp;base64,${still.toString('base64')}` } });
const stored = await client.files.create({ file: await toFile(still, 'still.webp'), purpose: 'vision' });
await client.videos.create({ prompt: 'go on', size: '1280x720', fps: 12, input_reference: { file_id: stored.id } });
await assert.rejects(
  client.videos.create({ prompt: 'go on', size: '720x1280', input_reference: await toFile(still, 'still.webp') }),
  (error) => error instanceof BadRequestError && /Inpaint image must match/.test(error.message));

// Errors by their classes, with a request id.
await assert.rejects(client.videos.create({ prompt: 'a', seconds: '10' }),
  (error) => error instanceof BadRequestError && error.param === 'seconds' && error.type === 'invalid_request_error' && /^req_/.test(error.requestID));
await assert.rejects(client.videos.retrieve('video_none'), NotFoundError);
await assert.rejects(new OpenAI({ apiKey: 'wrong', baseURL }).videos.list(), AuthenticationError);

// A lost answer: the SDK tries again, and there is one more video, not two.
const count = async () => { let all = 0; for await (const each of client.videos.list({ limit: 2 })) all += each.object === 'video' ? 1 : 0; return all; };
const before = await count();
lose = 'POST /v1/videos';
const found = await client.videos.create({ prompt: 'a lost answer', fps: 12 });
assert.equal(lose, null);
assert.equal(await count(), before + 1);
assert.equal((await client.videos.list({ limit: 1 })).data[0].id, found.id);

// An upload that its sender cuts off makes nothing.
const aborted = new AbortController();
async function* half() { yield still.subarray(0, 100); aborted.abort(); yield still.subarray(100, 200); }
await assert.rejects(client.videos.create({ prompt: 'cut', input_reference: await toFile(half(), 'cut.webp') }, { signal: aborted.signal, maxRetries: 0 }));
assert.equal(await count(), before + 1);

// Pages in order, remix, and what newer SDKs have beside.
const first = await client.videos.list({ limit: 1, order: 'asc' });
assert.equal(first.data[0].id, video.id);
assert.ok(first.has_more);
const remix = await ended(await client.videos.remix(video.id, { prompt: 'a blue ball' }));
assert.equal(remix.remixed_from_video_id, video.id);
if (version === '7') {
  await ended(await client.videos.edit({ prompt: 'make it night', video: { id: video.id } }));
  const extended = await ended(await client.videos.extend({ prompt: 'it rolls on', seconds: '4', video: { id: video.id } }));
  assert.equal(extended.seconds, '8');
  const character = await client.videos.createCharacter({ name: 'Luna', video: await toFile(movie, 'luna.mp4') });
  assert.equal((await client.videos.getCharacter(character.id)).name, 'Luna');
  await client.videos.create({ prompt: 'Luna walks', characters: [{ id: character.id }], fps: 12 });
  await assert.rejects(client.videos.create({ prompt: 'nobody walks', characters: [{ id: character.id }] }), BadRequestError);
  const lines = await client.files.create({
    file: await toFile(Buffer.from(JSON.stringify({ custom_id: 'one', method: 'POST', url: '/v1/videos', body: { prompt: 'a ball', fps: 12 } }) + '\n'), 'shots.jsonl'), purpose: 'batch' });
  const batch = await client.batches.create({ input_file_id: lines.id, endpoint: '/v1/videos', completion_window: '24h' });
  assert.equal((await client.batches.retrieve(batch.id)).request_counts.total, 1);
}
assert.ok((await client.models.list()).data.some((model) => model.id === 'sora-2-pro'));
assert.ok((await client.get(`/videos/${video.id}/stems`)).data.length > 0);

// Deleted is gone.
assert.deepEqual(await client.videos.delete(video.id), { id: video.id, object: 'video.deleted', deleted: true });
await assert.rejects(client.videos.retrieve(video.id), NotFoundError);
proxy.close();
proxy.closeAllConnections();
console.log('well');
process.exit(0);
