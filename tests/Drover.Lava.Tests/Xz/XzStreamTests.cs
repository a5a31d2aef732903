using System.Text;
using Drover.Lava.Xz;

namespace Drover.Lava.Tests.Xz;

/// <summary>xz streams as workers send them.</summary>
public sealed class XzStreamTests
{
    // What Python's lzma.compress(b"") gives.
    private static readonly byte[] s_empty = Convert.FromHexString("FD377A585A000004E6D6B446000000001CDF44211FB6F37D010000000004595A");

    private static readonly byte[] s_text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"- level: {number * 7919}\n")));

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void What_was_packed_is_unpacked(int preset)
    {
        var packed = XzStream.Pack(s_text, preset);
        Assert.InRange(packed.Length, 1, s_text.Length / 3);
        var unpacked = XzStream.Unpack(packed, new XzOptions());
        Assert.True(unpacked.IsUnpacked);
        Assert.Equal(s_text, unpacked.Content.ToArray());
    }

    [Fact]
    public async Task Streams_of_Python_are_unpacked_and_ours_by_Python()
    {
        var packed = Convert.FromHexString(await Python.RunAsync("import lzma; print(lzma.compress(b'device: {}\\n' * 5000).hex())"));
        Assert.Equal(string.Concat(Enumerable.Repeat("device: {}\n", 5_000)), Encoding.UTF8.GetString(XzStream.Unpack(packed, new XzOptions()).Content.Span));
        var ours = Convert.ToHexString(XzStream.Pack("compatibility: 0\n"u8));
        Assert.Equal("compatibility: 0", await Python.RunAsync($"import lzma; print(lzma.decompress(bytes.fromhex('{ours}')).decode())"));
    }

    [Fact]
    public void An_empty_description_is_a_stream_of_32_bytes()
    {
        Assert.Equal((XzOutcome.Unpacked, 0), (XzStream.Unpack(s_empty, new XzOptions()).Outcome, XzStream.Unpack(s_empty, new XzOptions()).Content.Length));
        Assert.Equal(s_empty, XzStream.Pack([]));
    }

    [Fact]
    public void A_stream_that_is_longer_than_allowed_is_refused_and_one_of_just_that_length_is_not()
    {
        var packed = XzStream.Pack(new byte[10_000_000], 1);
        Assert.InRange(packed.Length, 1, 10_000);
        Assert.Equal(XzOutcome.Unpacked, XzStream.Unpack(packed, new XzOptions { MaximumContent = 10_000_000 }).Outcome);
        Assert.Equal(XzOutcome.TooLong, XzStream.Unpack(packed, new XzOptions { MaximumContent = 9_999_999 }).Outcome);
    }

    [Fact]
    public void What_cannot_be_unpacked_has_an_outcome_and_no_exception()
    {
        var packed = XzStream.Pack(s_text);
        Assert.Equal(XzOutcome.Damaged, XzStream.Unpack(packed.AsSpan(0, packed.Length / 2), new XzOptions()).Outcome);
        Assert.Equal(XzOutcome.Damaged, XzStream.Unpack([.. packed, 1], new XzOptions()).Outcome);
        Assert.Equal(XzOutcome.NotXz, XzStream.Unpack("a: b"u8, new XzOptions()).Outcome);
        Assert.NotEqual(XzOutcome.Unpacked, XzStream.Unpack([], new XzOptions()).Outcome);
        Assert.Equal(XzOutcome.TooMuchMemory, XzStream.Unpack(packed, new XzOptions { MaximumMemory = 1 << 20 }).Outcome);
        packed[packed.Length / 2] ^= 0x55;
        Assert.Equal(XzOutcome.Damaged, XzStream.Unpack(packed, new XzOptions()).Outcome);
    }
}
