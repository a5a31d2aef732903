using Drover.Lava.Zmq;

namespace Drover.Lava.Tests.Zmq;

/// <summary>What is said when the machine lacks something.</summary>
public sealed class SystemLibraryTests
{
    [Fact]
    public void A_library_that_is_missing_is_named_with_its_package()
    {
        var missing = Assert.Throws<DroverException>(() => SystemLibrary.Require("libzmq.so.99", "libzmq99"));
        Assert.Equal(("LAVA_LIBRARY", "libzmq.so.99 cannot be loaded, and LAVA's workers need it: install the Debian package libzmq99."), (missing.Code, missing.Message));
    }

    [Fact]
    public void The_library_of_the_machine_tells_its_version() => Assert.StartsWith("4.", ZmqContext.LibraryVersion, StringComparison.Ordinal);
}
