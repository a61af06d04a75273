-- Sends the requests of a file, one line each: method, path, cookie and body, separated by tabs. %N in a path or a body
-- becomes a number that never comes twice. Every request comes from another address, as it does behind a proxy.
-- The last line on stdout is what happened, as JSON.
local number = tonumber(os.getenv("BENCH_START"))
local lines = {}
for line in io.lines(os.getenv("BENCH_REQUESTS")) do
  lines[#lines + 1] = line
end

local function address()
  return string.format("10.%d.%d.%d", math.floor(number / 65536) % 256, math.floor(number / 256) % 256, number % 256)
end

function request()
  number = number + 1
  local line = lines[(number - 1) % #lines + 1]
  local method, path, cookie, body = string.match(line, "^(%u+)\t([^\t]*)\t([^\t]*)\t(.*)$")
  local headers = { ["X-Forwarded-For"] = address() }
  if cookie ~= "" then
    headers["Cookie"] = cookie
  end
  if method == "POST" then
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = string.gsub(body, "%%N", tostring(number))
  else
    body = nil
  end
  return wrk.format(method, (string.gsub(path, "%%N", tostring(number))), headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"seconds":%.3f,"p50_ms":%.3f,"p95_ms":%.3f,"failed":%d,"refused":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
