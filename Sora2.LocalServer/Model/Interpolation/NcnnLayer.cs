using System.Globalization;

namespace Sora2.LocalServer.Model.Interpolation;

/// <summary>One line of a .param file: a layer, what it reads and makes, and its numbers by key.</summary>
/// <remarks>Format: https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure. Keys from -23300 downwards are arrays, their length first.</remarks>
internal sealed record NcnnLayer(string Type, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<int, float[]> Numbers)
{
    private const string Magic = "7767517";
    private const int FirstArray = -23300;
    private const int MostBytes = 1 << 20;
    private const int MostLayers = 10_000;

    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static IReadOnlyList<NcnnLayer> Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw Broken(path, $"is longer than {MostBytes} bytes");
        }

        var lines = File.ReadAllLines(path);
        if (lines.Length is < 3 or > MostLayers || lines[0].Trim() != Magic)
        {
            throw Broken(path, "is no network in ncnn's text form");
        }

        return [.. lines[2..].Where(static line => line.Trim().Length > 0).Select(line => Parse(path, line))];
    }

    /// <summary>A number, or what counts when it is not there.</summary>
    public float Number(int key, float otherwise = 0) => Numbers.TryGetValue(key, out var values) && values.Length > 0 ? values[0] : otherwise;

    /// <summary>A whole number, or what counts when it is not there.</summary>
    public int Whole(int key, int otherwise = 0) => (int)Number(key, otherwise);

    /// <summary>An array by the key that it would have as a number.</summary>
    public float[] Array(int key) => Numbers.TryGetValue(FirstArray - key, out var values) ? values : [];

    private static NcnnLayer Parse(string path, string line)
    {
        try
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var (inputs, outputs) = (int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture));
            var numbers = new Dictionary<int, float[]>();
            foreach (var pair in words[(4 + inputs + outputs)..])
            {
                var (key, values) = (pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..].Split(','));
                var at = int.Parse(key, CultureInfo.InvariantCulture);
                var read = values.Select(static value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray();
                numbers[at] = at <= FirstArray ? read[1..] : read;
            }

            return new NcnnLayer(words[0], words[4..(4 + inputs)], words[(4 + inputs)..(4 + inputs + outputs)], numbers);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw Broken(path, $"has a line that cannot be read ({error.Message})");
        }
    }

    private static InvalidDataException Broken(string path, string problem) => new($"{Path.GetFileName(path)} {problem}.");
}
