using Drover.NodeAgent.Joining;

namespace Drover.NodeAgent.Tests.Joining;

/// <summary>Tokens as people copy them.</summary>
public sealed class JoinTokenTests
{
    private const string Fingerprint = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_token_is_a_secret_and_a_fingerprint() => Assert.Equal(new JoinToken("secret", Fingerprint), JoinToken.Read($"secret.{Fingerprint}"));

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("secret.")]
    [InlineData("." + Fingerprint)]
    [InlineData("secret" + Fingerprint)]
    [InlineData("secret." + Fingerprint + "0")]
    [InlineData("secret.x123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("se.cret." + Fingerprint)]
    public void One_that_is_not_whole_is_refused(string text)
    {
        var error = Assert.Throws<DroverException>(() => JoinToken.Read(text));
        Assert.Equal("USAGE", error.Code);
        Assert.Contains("drover add node", error.Message, StringComparison.Ordinal);
    }
}
