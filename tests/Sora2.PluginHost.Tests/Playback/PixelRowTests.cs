using System.Runtime.InteropServices;
using Sora2.PluginHost.Playback;
using Xunit;

namespace Sora2.PluginHost.Tests.Playback;

public sealed class PixelRowTests
{
    private const byte Guard = 0xA5;

    // Every value in each place of a pixel, so that no lane of a vector is left out.
    private static ushort[] AllValues { get; } =
        [.. Enumerable.Range(0, 65536).SelectMany(static value => new[] { (ushort)value, (ushort)(65535 - value), (ushort)(value ^ 0x5555) })];

    [Theory]
    [InlineData((int)PixelComponents.Rgba)]
    [InlineData((int)PixelComponents.Rgb)]
    public void Write_Byte_IsTheNearest(int components) => AssertAll(
        PixelDepth.Byte, (PixelComponents)components, static value => [(byte)Math.Round(value / 257.0, MidpointRounding.AwayFromZero)], [255]);

    [Theory]
    [InlineData((int)PixelComponents.Rgba)]
    [InlineData((int)PixelComponents.Rgb)]
    public void Write_Short_IsAsStored(int components) =>
        AssertAll(PixelDepth.Short, (PixelComponents)components, BitConverter.GetBytes, [255, 255]);

    [Theory]
    [InlineData((int)PixelComponents.Rgba)]
    [InlineData((int)PixelComponents.Rgb)]
    public void Write_Float_IsTheNearestOfTheQuotient(int components) => AssertAll(
        PixelDepth.Float, (PixelComponents)components, static value => BitConverter.GetBytes((float)(value / 65535.0)), BitConverter.GetBytes(1f));

    [Theory]
    [InlineData((int)PixelComponents.Rgba)]
    [InlineData((int)PixelComponents.Rgb)]
    public void Write_Half_IsTheFloatRoundedToEven(int components) => AssertAll(
        PixelDepth.Half, (PixelComponents)components, static value => BitConverter.GetBytes((Half)(value / 65535f)), BitConverter.GetBytes((Half)1f));

    [Theory]
    [InlineData((int)PixelDepth.Byte, new byte[] { 255 })]
    [InlineData((int)PixelDepth.Short, new byte[] { 255, 255 })]
    [InlineData((int)PixelDepth.Half, new byte[] { 0x00, 0x3C })]
    [InlineData((int)PixelDepth.Float, new byte[] { 0, 0, 0x80, 0x3F })]
    public void Write_Alpha_IsOpaque(int depth, byte[] opaque)
    {
        var target = new byte[5 * opaque.Length];

        PixelRow.Write(new ushort[15], (PixelDepth)depth, PixelComponents.Alpha, target);

        Assert.Equal(Enumerable.Repeat(opaque, 5).SelectMany(static value => value), target);
    }

    // Rows of every length around the vectors', at every alignment: not a byte beside them is written, none of them is left out.
    [Fact]
    public void Write_RowOfAnyLength_StaysInside()
    {
        foreach (var depth in Enum.GetValues<PixelDepth>())
        {
            foreach (var components in Enum.GetValues<PixelComponents>())
            {
                for (var pixels = 1; pixels <= 40; pixels++)
                {
                    var size = SizeOf(depth, components) * pixels;
                    var rgb = Enumerable.Range(1, 3 * pixels).Select(static value => (ushort)(value * 257)).ToArray();
                    var whole = new byte[size + 64];
                    PixelRow.Write(AllValues.AsSpan(0, 3 * 64), depth, components, new byte[64 * SizeOf(depth, components)]);
                    Array.Fill(whole, Guard);

                    PixelRow.Write(rgb, depth, components, whole.AsSpan(pixels % 16, size));

                    var longer = new byte[size + (8 * SizeOf(depth, components))];
                    PixelRow.Write([.. rgb, .. new ushort[24]], depth, components, longer);
                    Assert.Equal(longer[..size], whole.AsSpan(pixels % 16, size).ToArray());
                    Assert.DoesNotContain(whole[..(pixels % 16)], static value => value != Guard);
                    Assert.DoesNotContain(whole[(size + (pixels % 16))..], static value => value != Guard);
                }
            }
        }
    }

    private static void AssertAll(PixelDepth depth, PixelComponents components, Func<ushort, byte[]> wanted, byte[] opaque)
    {
        var target = new byte[AllValues.Length / 3 * SizeOf(depth, components)];
        var expected = new List<byte>(target.Length);
        for (var at = 0; at < AllValues.Length; at += 3)
        {
            expected.AddRange(wanted(AllValues[at]));
            expected.AddRange(wanted(AllValues[at + 1]));
            expected.AddRange(wanted(AllValues[at + 2]));
            expected.AddRange(components == PixelComponents.Rgba ? opaque : []);
        }

        PixelRow.Write(AllValues, depth, components, target);

        Assert.True(CollectionsMarshal.AsSpan(expected).SequenceEqual(target));
    }

    private static int SizeOf(PixelDepth depth, PixelComponents components) =>
        (components switch { PixelComponents.Rgba => 4, PixelComponents.Rgb => 3, _ => 1 })
        * (depth switch { PixelDepth.Byte => 1, PixelDepth.Float => 4, _ => 2 });
}
