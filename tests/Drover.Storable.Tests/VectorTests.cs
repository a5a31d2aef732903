using System.Buffers;

namespace Drover.Storable.Tests;

/// <summary>Whole frames as the original programs send them, byte for byte in both directions.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, string> Vectors { get; } = new()
    {
        { "g 1", "3030303030303337 050b0200000001040300000002 0a01670000000567726f7570 0a0131000000056c6576656c" },
        { "nosuch", "3030303030303432 050b0200000001040300000002 0a066e6f737563680000000567726f7570 0a0131000000056c6576656c" },
        {
            "nosuch reply",
            "3030303030303638 050b0200000001040300000002 0a0947524f55505f4e4f4b0000000a5f6466615f6576656e74"
            + "0a156e6f20737563682067726f75703a206e6f73756368000000036d7367"
        },
        { "g 300", "3030303030303339 050b0200000001040300000002 090000012c000000056c6576656c 0a01670000000567726f7570" },
        { "g -5", "3030303030303336 050b0200000001040300000002 0a01670000000567726f7570 087b000000056c6576656c" },
        { "smile 1.5", "3030303030303433 050b0200000001040300000002 0a03312e35000000056c6576656c 17056772e298ba0000000567726f7570" },
        { "g empty", "3030303030303336 050b0200000001040300000002 0a00000000056c6576656c 0a01670000000567726f7570" },
        {
            "accepted reply",
            "3030303030303935 050b0200000001040300000004 0a0131000000056c6576656c"
            + "0a186c6576656c207472616e736974696f6e2073746172746564000000036d7367"
            + "0a0947524f5550544f4c440000000a5f6466615f6576656e74 0a01670000000567726f7570"
        },
        {
            "shutdown",
            "3030303030303530 050b0200000001040300000002 0a01780000000567726f7570 0a0e3a3a3a53485554444f574e3a3a3a000000056c6576656c"
        },
        {
            "shutdown reply",
            "3030303030303632 050b0200000001040300000002 0a0648414c5445440000000a5f6466615f6576656e74"
            + "0a12616c6c2067726f7570732068616c74696e67000000036d7367"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_recorded_frame_is_read_and_written_back_byte_for_byte(string name, string hex)
    {
        var frame = Hex(hex);
        Assert.True(Frame.TryTake(new ReadOnlySequence<byte>(frame), 1 << 20, out var body), name);
        Assert.Equal(Convert.ToHexStringLower(frame), Convert.ToHexStringLower(Frame.Of(StorableReader.Read(body.ToArray())).Span));
    }

    [Fact]
    public void A_string_longer_than_255_bytes_starts_with_the_tag_of_long_strings()
    {
        var body = new ArrayBufferWriter<byte>();
        StorableWriter.Write(body, new StorableArray([StorableText.Of(new string('x', 300))]));
        var hex = "050b0200000001" + "010000012c" + string.Concat(Enumerable.Repeat("78", 300));
        Assert.Equal(hex, Convert.ToHexStringLower(body.WrittenSpan));
        Assert.Equal(new string('x', 300), ((StorableText)StorableReader.Read(body.WrittenSpan).Items[0]).Text);
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
