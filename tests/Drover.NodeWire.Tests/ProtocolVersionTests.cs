namespace Drover.NodeWire.Tests;

/// <summary>Which version both sides go on with.</summary>
public sealed class ProtocolVersionTests
{
    [Theory]
    // The other side speaks the same.
    [InlineData(ProtocolVersion.Oldest, ProtocolVersion.Newest, ProtocolVersion.Newest)]
    // It is newer, and speaks what this one speaks still, or not any more.
    [InlineData(ProtocolVersion.Newest, ProtocolVersion.Newest + 1, ProtocolVersion.Newest)]
    [InlineData(ProtocolVersion.Newest + 1, ProtocolVersion.Newest + 2, null)]
    // It is older, and this one speaks what it speaks, or not any more.
    [InlineData(ProtocolVersion.Oldest - 1, ProtocolVersion.Oldest, ProtocolVersion.Oldest)]
    [InlineData(ProtocolVersion.Oldest - 2, ProtocolVersion.Oldest - 1, null)]
    // What makes no sense.
    [InlineData(ProtocolVersion.Newest + 1, ProtocolVersion.Oldest, null)]
    public void The_newest_that_both_speak_is_common(int oldest, int newest, int? common) => Assert.Equal(common, ProtocolVersion.Common(oldest, newest));
}
