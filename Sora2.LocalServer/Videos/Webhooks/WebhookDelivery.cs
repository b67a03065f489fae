namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Attempts">Made so far, all in vain.</param>
/// <param name="DueAt">When the next one is made.</param>
internal sealed record WebhookDelivery(
    long Number, string EventId, string EndpointId, string Type, string VideoId, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset DueAt);
