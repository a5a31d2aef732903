using Drover.Kernel;

namespace Drover.Doors.Tests.Places;

internal static class Visitors
{
    public static Visitor Root { get; } = Visitor.Local(Caller.User(0, Role.Operator));

    public static Visitor User(uint uid) => Visitor.Local(Caller.User(uid, Role.Observer));
}
