using System.Buffers.Binary;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Weights;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Weights;

public sealed class WeightStoreTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Get_ExpandsEveryStoredTypeToSingle()
    {
        var bytes = SafetensorsBytes.Of(
            SafetensorsBytes.Aligned(
                """{"f":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},"h":{"dtype":"F16","shape":[1],"data_offsets":[8,10]}}"""),
            10);
        var numbers = bytes.AsSpan(bytes.Length - 10);
        BinaryPrimitives.WriteSingleLittleEndian(numbers, 1.5f);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[4..], 0xC000);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[6..], 0x3F81);
        BinaryPrimitives.WriteHalfLittleEndian(numbers[8..], (Half)0.25f);
        File.WriteAllBytes(_path, bytes);

        using var store = WeightStore.Open(_path);

        Assert.Equal([1.5f], store.Get("f").Floats.ToArray());
        Assert.Equal([-2f, 1.0078125f], store.Get("b").Floats.ToArray());
        Assert.Equal([0.25f], store.Get("h").Floats.ToArray());
    }

    [Fact]
    public void Get_NamesTheWeightThatIsMissingOrHasTheWrongShape()
    {
        File.WriteAllBytes(
            _path, SafetensorsBytes.Of(SafetensorsBytes.Aligned("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"""), 8));
        using var store = WeightStore.Open(_path);

        var missing = Assert.Throws<WeightFormatException>(() => store.Get(new WeightUse("b", [2])));
        var wrong = Assert.Throws<WeightFormatException>(() => store.Get(new WeightUse("a", [3])));

        Assert.Contains("no tensor is called b", missing.Message, StringComparison.Ordinal);
        Assert.Contains("a is [2]; the configuration asks for [3]", wrong.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
