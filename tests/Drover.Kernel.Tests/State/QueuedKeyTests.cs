using Drover.Kernel.State;

namespace Drover.Kernel.Tests.State;

public sealed class QueuedKeyTests
{
    [Fact]
    public void Jobs_leave_the_queue_by_priority_and_then_by_age_however_they_are_compared()
    {
        QueuedKey[] keys = [new(-20, 9), new(0, 2), new(0, 10), new(5, 1)];
        Assert.Equal(keys, keys.Reverse().Order());
        for (var i = 0; i < keys.Length; i++)
            for (var j = 0; j < keys.Length; j++)
                Assert.Equal((i < j, i <= j, i > j, i >= j), (keys[i] < keys[j], keys[i] <= keys[j], keys[i] > keys[j], keys[i] >= keys[j]));
    }
}
