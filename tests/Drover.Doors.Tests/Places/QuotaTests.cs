using Drover.Doors.Places;

namespace Drover.Doors.Tests.Places;

public sealed class QuotaTests
{
    private readonly Quota _quota = new(new QuotaLimits(Most: 10, PerCaller: 4, Reserve: 3));

    [Fact]
    public void One_caller_gets_no_more_than_a_caller_may_have()
    {
        Assert.Equal([Shortage.None, Shortage.OfCaller, Shortage.None], new long[] { 3, 2, 1 }.Select(amount => _quota.Take(Visitors.User(1), amount)));
        Assert.Equal(4, _quota.Held);
    }

    [Fact]
    public void All_who_are_no_operators_leave_the_reserve()
    {
        Assert.Equal(Shortage.None, _quota.Take(Visitors.User(1), 4));
        Assert.Equal(Shortage.None, _quota.Take(Visitors.User(2), 3));
        Assert.Equal(Shortage.OfAll, _quota.Take(Visitors.User(3), 1));
        Assert.Equal(Shortage.None, _quota.Take(Visitors.Root, 3));
        Assert.Equal(Shortage.OfAll, _quota.Take(Visitors.Root, 1));
    }

    [Fact]
    public void An_operator_may_have_all() => Assert.Equal(Shortage.None, _quota.Take(Visitors.Root, 10));

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        _quota.Take(Visitors.User(1), 4);
        _quota.Give(Visitors.User(1), 1);
        Assert.Equal(Shortage.None, _quota.Take(Visitors.User(1), 1));
        _quota.Give(Visitors.User(1), 4);
        Assert.Equal(0, _quota.Held);
        Assert.Equal(Shortage.None, _quota.Take(Visitors.User(1), 4));
    }

    [Fact]
    public void Nothing_may_be_given_back_by_who_has_taken_nothing()
    {
        _quota.Give(Visitors.User(1), 0);
        Assert.Equal(0, _quota.Held);
    }

    /// <summary>Whatever is taken and given back: the sums hold, and an operator can always have the reserve.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_reserve_is_there_for_operators_after_any_history(int seed)
    {
        var random = new Random(seed);
        var held = new Dictionary<uint, long>();
        for (var step = 0; step < 2_000; step++)
        {
            var uid = (uint)random.Next(1, 6);
            var own = held.GetValueOrDefault(uid);
            if (random.Next(2) == 0 && own > 0)
            {
                _quota.Give(Visitors.User(uid), 1);
                held[uid] = own - 1;
            }
            else if (_quota.Take(Visitors.User(uid), 1) == Shortage.None)
            {
                held[uid] = own + 1;
            }
            Assert.True(held.Values.All(amount => amount <= 4) && held.Values.Sum() <= 7, $"seed {seed}, step {step}");
            Assert.Equal(held.Values.Sum(), _quota.Held);
            Assert.Equal(Shortage.None, _quota.Take(Visitors.Root, 3));
            _quota.Give(Visitors.Root, 3);
        }
    }

    [Fact]
    public void Of_memory_one_caller_gets_a_quarter_but_always_one_request()
    {
        Assert.Equal(new QuotaLimits(1_000, 250, 250), QuotaLimits.OfBytes(1_000, 100));
        Assert.Equal(new QuotaLimits(1_000, 900, 100), QuotaLimits.OfBytes(1_000, 900));
    }
}
