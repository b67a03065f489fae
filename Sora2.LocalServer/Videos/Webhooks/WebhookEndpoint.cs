namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>Somebody who wants to be told.</summary>
/// <param name="Secret">"whsec_" and base64: what deliveries are signed with.</param>
/// <param name="OldSecret">Signs beside it until <paramref name="OldUntil"/>; null when there is none.</param>
internal sealed record WebhookEndpoint(
    string Id,
    string Name,
    string Url,
    IReadOnlyList<string> EventTypes,
    string Secret,
    string? OldSecret,
    DateTimeOffset OldUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
