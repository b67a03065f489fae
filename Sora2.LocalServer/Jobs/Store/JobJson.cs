using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Jobs.Store;

/// <summary>How jobs are written in the database and to the worker.</summary>
internal static class JobJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        RespectRequiredConstructorParameters = true,
    };
}
