using Drover.Lava.Curve;

namespace Drover.Lava.Tests.Curve;

/// <summary>Z85 beside its specification.</summary>
public sealed class Z85Tests
{
    // The example of rfc.zeromq.org/spec/32.
    [Fact]
    public void The_example_of_the_specification_holds_both_ways()
    {
        byte[] bytes = [0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b];
        Assert.Equal("HelloWorld", Z85.Encode(bytes));
        Assert.True(Z85.TryDecode("HelloWorld", out var decoded));
        Assert.Equal(bytes, decoded);
    }

    [Fact]
    public void Any_key_comes_back()
    {
        var random = new Random(32);
        var key = new byte[32];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(key);
            Assert.True(Z85.TryDecode(Z85.Encode(key), out var decoded));
            Assert.Equal(key, decoded);
        }
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("#####")]
    [InlineData("Hell")]
    [InlineData("Hel o")]
    [InlineData("Hel\"o")]
    public void What_is_no_Z85_is_refused(string text) => Assert.Equal(text == "Hello", Z85.TryDecode(text, out _));
}
