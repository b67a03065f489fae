using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>Sends one event to one endpoint, signed as Standard Webhooks has it.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const string SecretStart = "whsec_";
    private const int SecretBytes = 32;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    // A target that answers elsewhere would be one that nobody allowed.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = s_limit };
    private readonly TimeProvider _time;

    public WebhookSender(TimeProvider time) => _time = time;

    public static string NewSecret() => SecretStart + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <returns>The status of the answer.</returns>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    /// <exception cref="OperationCanceledException">No answer within 15 seconds, or stopped.</exception>
    public async Task<int> SendAsync(
        WebhookEndpoint endpoint, string eventId, string type, string videoId, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { id = eventId, @object = "event", created_at = WireJson.Time(createdAt), type, data = new { id = videoId } });
        var now = _time.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Sign(endpoint.Secret, eventId, timestamp, body);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        request.Headers.Add("webhook-id", eventId);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add(
            "webhook-signature",
            endpoint.OldSecret is { } old && now < endpoint.OldUntil ? $"{signature} {Sign(old, eventId, timestamp, body)}" : signature);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>"v1," and the HMAC-SHA256 of id, timestamp and body in base64.</summary>
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var key = Convert.FromBase64String(secret[SecretStart.Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }

    public void Dispose() => _client.Dispose();
}
