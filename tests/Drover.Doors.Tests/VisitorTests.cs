using System.Net;
using Drover.Kernel;

namespace Drover.Doors.Tests;

public sealed class VisitorTests
{
    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("::ffff:198.51.100.7", "198.51.100.7")]
    [InlineData("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64")]
    [InlineData("::1", "::/64")]
    public void A_caller_on_the_network_is_an_address_or_the_network_of_one_machine(string address, string name)
    {
        var visitor = Visitor.Remote(IPAddress.Parse(address));
        Assert.Equal((name, false, false), (visitor.Name, visitor.IsLocal, visitor.IsOperator));
    }

    [Fact]
    public void A_local_caller_is_a_user()
    {
        var observer = Visitor.Local(Caller.User(1000, Role.Observer));
        Assert.Equal(("uid:1000", true, false), (observer.Name, observer.IsLocal, observer.IsOperator));
        Assert.True(Visitor.Local(Caller.User(1000, Role.Operator)).IsOperator);
    }
}
