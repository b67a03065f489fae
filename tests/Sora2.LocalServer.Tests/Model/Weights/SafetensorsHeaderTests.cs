using Sora2.LocalServer.Model.Weights;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Weights;

public sealed class SafetensorsHeaderTests
{
    [Fact]
    public void Read_FindsEveryTensor()
    {
        var bytes = SafetensorsBytes.Of(
            SafetensorsBytes.Aligned(
                """{"__metadata__":{"made":"here"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]}}"""),
            14);

        var tensors = SafetensorsHeader.Read("x", bytes, bytes.Length);

        Assert.Equal(["a", "b"], tensors.Keys.Order());
        Assert.Equal([2, 1], tensors["a"].Shape);
        Assert.Equal(bytes.Length - 6, tensors["b"].Offset);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", 12, "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 12, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "does not fill")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "type C64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "9 axes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "belong to none")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "not aligned")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "two offsets")]
    [InlineData("""{"a":{"dtype":"F32"}}""", 0, "no safetensors header")]
    [InlineData("""{"a":5}""", 0, "no safetensors header")]
    [InlineData("""[1]""", 0, "no safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[1]]]]],"data_offsets":[0,4]}}""", 4, "no safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    public void Read_RefusesWhatTheFormatForbids(string header, int dataLength, string complaint)
    {
        var bytes = SafetensorsBytes.Of(SafetensorsBytes.Aligned(header), dataLength);

        var error = Assert.Throws<WeightFormatException>(() => SafetensorsHeader.Read("x.safetensors", bytes, bytes.Length));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("x.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1000UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData((ulong)long.MaxValue)]
    public void Read_RefusesAHeaderLengthThatCannotBe(ulong claimed)
    {
        var bytes = SafetensorsBytes.Of("{}      ", 0, claimed);

        Assert.Throws<WeightFormatException>(() => SafetensorsHeader.Read("x", bytes, bytes.Length));
    }

    [Fact]
    public void Read_RefusesAFileThatIsTooShort() =>
        Assert.Throws<WeightFormatException>(() => SafetensorsHeader.Read("x", new byte[7], 7));
}
