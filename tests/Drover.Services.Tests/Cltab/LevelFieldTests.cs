using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

public sealed class LevelFieldTests
{
    [Theory]
    [InlineData("12", "1", true)]
    [InlineData("12", "2", true)]
    [InlineData("12", "12", true)]
    [InlineData("12", "21", false)]
    [InlineData("f", "f", true)]
    [InlineData("f", "F", false)]
    [InlineData("0", "0", true)]
    [InlineData("10", "0", true)]
    [InlineData("long1,long2,5", "long2", true)]
    [InlineData("long1,long2,5", "5", true)]
    [InlineData("long1,long2,5", "l", false)]
    [InlineData("long1,long2", "long1,long2", true)]
    [InlineData("long3,", "long3", true)]
    [InlineData("long3,", "3", false)]
    [InlineData("long3", "long3", true)]
    [InlineData("long3", "g", true)]
    [InlineData("long3", "lo", false)]
    [InlineData("", "", false)]
    [InlineData("", "1", false)]
    [InlineData("1,", "", false)]
    [InlineData("1", "", false)]
    [InlineData("1", ".", false)]
    [InlineData("1", "[", false)]
    [InlineData("a.c", ".", true)]
    [InlineData("\U0001F600x", "\U0001F600", true)]
    [InlineData("\u00e4b", "\u00e4", true)]
    public void A_level_belongs_to_a_field(string field, string level, bool expected) =>
        Assert.Equal(expected, new LevelField(field).Includes(level));
}
