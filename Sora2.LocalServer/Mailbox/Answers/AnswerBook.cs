using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>Every answer that is not forgotten, on the disk and in memory. Thread-safe.</summary>
internal sealed class AnswerBook(MailboxFolder folder, TimeProvider time)
{
    /// <summary>Answers at once, and beside them as many refusals: there is always room to say no.</summary>
    public const int Most = 256;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_memory = TimeSpan.FromDays(2);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How answers are written as JSON.</summary>
    public static JsonSerializerOptions Json => s_json;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Answer> _answers = [];

    /// <summary>Reads what an earlier server left; what cannot be read is removed. Repairs what was half done when it died.</summary>
    public void Load()
    {
        lock (_lock)
        {
            foreach (var (name, content) in folder.Answers())
            {
                try
                {
                    var answer = JsonSerializer.Deserialize<Answer>(content, s_json);
                    if (answer?.Name == name)
                    {
                        _answers[name] = answer;
                        WriteFiles(answer);
                        if (!IsOpen(answer))
                        {
                            RemoveForms(name);
                        }

                        continue;
                    }
                }
                catch (JsonException)
                {
                    // A disk that lies about what it has written. The letter's client key still leads to its job.
                }

                RemoveForms(name);
                folder.RemoveOut($"{name}.json");
            }

            ForgetOld();
            WriteBox();
        }
    }

    /// <summary>The answer to a letter, or null; one that was forgotten is still known.</summary>
    public Answer? Find(string name)
    {
        lock (_lock)
        {
            return _answers.GetValueOrDefault(name);
        }
    }

    /// <summary>Whether there is no room for the answer to one more job.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _answers.Values.Count(static answer => IsOpen(answer) && answer.Status != Answer.Refused) >= Most;
            }
        }
    }

    public IReadOnlyList<Answer> Open()
    {
        lock (_lock)
        {
            return [.. _answers.Values.Where(IsOpen)];
        }
    }

    /// <summary>Writes the first answer to a letter.</summary>
    public void Add(Answer answer)
    {
        lock (_lock)
        {
            Put(answer);
            foreach (var old in Refusals().OrderByDescending(static refusal => refusal.Created).Skip(Most).ToList())
            {
                Remove(old);
            }

            WriteBox();
        }
    }

    /// <summary>Writes a newer answer, unless the client has forgotten it meanwhile.</summary>
    /// <param name="preview">A newer preview, a PNG file; null leaves the one that is there.</param>
    /// <returns>False when it was forgotten.</returns>
    public bool Update(Answer answer, byte[]? preview = null)
    {
        lock (_lock)
        {
            if (_answers.GetValueOrDefault(answer.Name) is not { } before || !IsOpen(before))
            {
                return false;
            }

            // The picture first: what an answer names is there.
            Put(answer with { Created = before.Created, Preview = preview is null ? before.Preview : folder.WriteOut($"{answer.Name}.png", preview) });
            if (before.Status != answer.Status)
            {
                WriteBox();
            }

            return true;
        }
    }

    /// <summary>The client is done with it. Its name stays known for a while.</summary>
    public void Forget(string name)
    {
        lock (_lock)
        {
            if (_answers.GetValueOrDefault(name) is { } answer && IsOpen(answer))
            {
                Put(new Answer { Name = name, Client = answer.Client, Created = answer.Created, Status = Answer.Forgotten });
                WriteBox();

                // Last: a client that sees it gone finds the box without it.
                RemoveForms(name);
            }
        }
    }

    /// <summary>Removes what nobody asks for any more.</summary>
    public void Tidy()
    {
        lock (_lock)
        {
            if (ForgetOld())
            {
                WriteBox();
            }
        }
    }

    // A refusal holds nothing that anybody made, nor does a letter whose clips nobody reads any more.
    private static TimeSpan LifeOf(Answer answer) => answer.Status is Answer.Forgotten or Answer.Refused or Answer.Reading ? s_memory : s_longestWait;

    private static bool IsOpen(Answer answer) => answer.Status != Answer.Forgotten;

    private void Put(Answer answer)
    {
        var written = answer with { Written = time.GetUtcNow().ToUnixTimeSeconds() };
        WriteFiles(written);
        _answers[answer.Name] = written;
    }

    // JSON first: it is what this server reads again after a crash, and the other form follows from it.
    private void WriteFiles(Answer answer)
    {
        folder.WriteOut($"{answer.Name}.json", JsonSerializer.SerializeToUtf8Bytes(answer, s_json));
        if (answer.Lua)
        {
            folder.WriteOut($"{answer.Name}.lua", LuaText.Write(JsonSerializer.SerializeToNode(answer, s_json)!));
        }
    }

    private void WriteBox()
    {
        var open = _answers.Values.Where(IsOpen).OrderBy(static answer => answer.Created).ThenBy(static answer => answer.Name, StringComparer.Ordinal);
        var box = new JsonObject
        {
            ["version"] = 1,
            ["server"] = ServerVersion.Text,
            ["pid"] = Environment.ProcessId,
            ["open"] = new JsonArray([
                .. open.Select(static answer => (JsonNode)new JsonObject { ["name"] = answer.Name, ["client"] = answer.Client, ["status"] = answer.Status }),
            ]),
        };
        folder.WriteOut("box.json", JsonSerializer.SerializeToUtf8Bytes(box, s_json));
        folder.WriteOut("box.lua", LuaText.Write(box));
    }

    private bool ForgetOld()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var old = _answers.Values
            .Where(answer => (answer.IsFinal || answer.Status == Answer.Reading) && now - answer.Written > LifeOf(answer).TotalSeconds)
            .ToList();
        foreach (var answer in old)
        {
            Remove(answer);
        }

        return old.Count > 0;
    }

    private IEnumerable<Answer> Refusals() => _answers.Values.Where(static answer => answer.Status == Answer.Refused);

    private void Remove(Answer answer)
    {
        RemoveForms(answer.Name);
        folder.RemoveOut($"{answer.Name}.json");
        _answers.Remove(answer.Name);
    }

    // What lies beside an answer's JSON and goes before it, so that nothing is left that no answer stands for.
    private void RemoveForms(string name)
    {
        folder.RemoveOut($"{name}.png");
        folder.RemoveOut($"{name}.lua");
    }
}
