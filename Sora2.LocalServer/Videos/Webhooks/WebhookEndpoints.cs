using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Webhooks;

/// <summary>/v1/webhook_endpoints: who is told when a video ends.</summary>
internal sealed class WebhookEndpoints(WebhookStore webhooks, WebhookTargets targets, WebhookSender sender, TimeProvider time)
{
    private const int LongestName = 256;
    private const int MostEndpoints = 100;
    private const int DefaultPage = 20;
    private static readonly TimeSpan s_oldSecretLife = TimeSpan.FromHours(24);
    private static readonly string[] s_types = ["video.completed", "video.failed"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/webhook_event_types", static (HttpContext context) => WireJson.WriteAsync(context, new { @object = "list", data = s_types }));
        routes.MapPost("/v1/webhook_endpoints", CreateAsync);
        routes.MapGet("/v1/webhook_endpoints", ListAsync);
        routes.MapGet("/v1/webhook_endpoints/{id}", (HttpContext context) => WireJson.WriteAsync(context, Reply(webhooks.Get(IdOf(context)))));
        routes.MapPost("/v1/webhook_endpoints/{id}", UpdateAsync);
        routes.MapDelete("/v1/webhook_endpoints/{id}", DeleteAsync);
        routes.MapPost("/v1/webhook_endpoints/{id}/rotate_secret", RotateAsync);
        routes.MapPost("/v1/webhook_endpoints/{id}/test", TestAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Fields);
        if (webhooks.Endpoints().Count >= MostEndpoints)
        {
            throw ApiException.Invalid("url", $"There are {MostEndpoints} endpoints already; delete one first.");
        }

        var now = time.GetUtcNow();
        var endpoint = new WebhookEndpoint(
            WebhookStore.NewId(), NameOf(fields), UrlOf(fields), TypesOf(fields), WebhookSender.NewSecret(), null, default, now, now);
        webhooks.Save(endpoint);
        await WireJson.WriteAsync(context, Reply(endpoint) with { SigningSecret = endpoint.Secret });
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Fields);
        var old = webhooks.Get(IdOf(context));
        var endpoint = old with
        {
            Name = fields.Node("name") is null ? old.Name : NameOf(fields),
            Url = fields.Node("url") is null ? old.Url : UrlOf(fields),
            EventTypes = fields.Node("event_types") is null ? old.EventTypes : TypesOf(fields),
            UpdatedAt = time.GetUtcNow(),
        };
        webhooks.Save(endpoint);
        await WireJson.WriteAsync(context, Reply(endpoint));
    }

    private Task ListAsync(HttpContext context)
    {
        var (count, ascending) = VideoEndpoints.PageOf(context.Request.Query, DefaultPage, MostEndpoints);
        var all = ascending ? webhooks.Endpoints().Reverse() : webhooks.Endpoints();
        if (VideoEndpoints.NullIfEmpty(context.Request.Query["after"]) is { } after)
        {
            all = all.SkipWhile(endpoint => endpoint.Id != after).Skip(1);
        }

        var rows = all.Take(count + 1).Select(Reply).ToList();
        var page = rows.Take(count).ToList();
        return WireJson.WriteAsync(context, new
        {
            @object = "list", data = page, first_id = page.FirstOrDefault()?.Id, last_id = page.LastOrDefault()?.Id, has_more = rows.Count > count,
        });
    }

    private Task DeleteAsync(HttpContext context)
    {
        var id = webhooks.Get(IdOf(context)).Id;
        webhooks.Remove(id);
        return WireJson.WriteAsync(context, new { id, @object = "webhook_endpoint.deleted", deleted = true });
    }

    private async Task RotateAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Fields);
        var (old, now) = (webhooks.Get(IdOf(context)), time.GetUtcNow());
        var keeps = fields.Flag("keep_old_secret_active_for_24_hours") ?? false;
        var endpoint = old with
        {
            Secret = WebhookSender.NewSecret(),
            OldSecret = keeps ? old.Secret : null,
            OldUntil = keeps ? now + s_oldSecretLife : default,
            UpdatedAt = now,
        };
        webhooks.Save(endpoint);
        await WireJson.WriteAsync(context, Reply(endpoint) with { SigningSecret = endpoint.Secret });
    }

    private async Task TestAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Fields);
        var type = TypeOf(fields.RequiredText("event_type"), "event_type");
        var endpoint = webhooks.Get(IdOf(context));
        CheckAllowed(endpoint.Url);
        try
        {
            var status = await sender.SendAsync(endpoint, VideoId.New("evt"), type, VideoId.New(), time.GetUtcNow(), context.RequestAborted);
            await WireJson.WriteAsync(
                context, new { @object = "webhook_endpoint.test", event_type = type, status_code = status, success = true, webhook_endpoint_id = endpoint.Id });
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "The endpoint does not answer.", "url", "webhook_unreachable");
        }
    }

    private static string NameOf(RequestFields fields) => fields.RequiredText("name") is { Length: <= LongestName } name
        ? name
        : throw ApiException.Invalid("name", $"'name' must have 1 to {LongestName} characters.");

    private string UrlOf(RequestFields fields)
    {
        var url = fields.RequiredText("url");
        CheckAllowed(url);
        return url;
    }

    private void CheckAllowed(string url)
    {
        if (!targets.Allow(url))
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest,
                "'url' is not an address that this server's owner allows: add it to \"webhooks\": {\"allowed\": [...]} in settings.json.", "url", "url_not_allowed");
        }
    }

    private static List<string> TypesOf(RequestFields fields)
    {
        var types = fields.List("event_types")?.Select(static node =>
            TypeOf(node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "", "event_types")).Distinct().ToList();
        return types is { Count: > 0 } ? types : throw ApiException.Invalid("event_types", "'event_types' must name one or more events.");
    }

    private static string TypeOf(string type, string param) =>
        s_types.Contains(type, StringComparer.Ordinal) ? type : throw ApiException.InvalidValue(param, type, s_types);

    private static string? IdOf(HttpContext context) => context.GetRouteValue("id") as string;

    private static EndpointReply Reply(WebhookEndpoint endpoint) => new(
        endpoint.Id, WireJson.Time(endpoint.CreatedAt), endpoint.EventTypes, endpoint.Name, endpoint.Url, WireJson.Time(endpoint.UpdatedAt), $"whsec_…{endpoint.Secret[^4..]}");

    private sealed record EndpointReply(
        string Id, long CreatedAt, IReadOnlyList<string> EventTypes, string Name, string Url, long UpdatedAt, string SigningSecretHint)
    {
        public string Object => "webhook_endpoint";

        /// <summary>Told once: when it was made.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? SigningSecret { get; init; }
    }
}
