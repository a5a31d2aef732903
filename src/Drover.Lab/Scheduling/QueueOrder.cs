namespace Drover.Lab.Scheduling;

/// <summary>LAVA's priorities on the scale of the queue.</summary>
internal static class QueueOrder
{
    /// <summary>-20 for 100, 0 for 50, 19 for 0, evenly in between.</summary>
    public static int PriorityOf(int lava) => lava >= 50
        ? -(int)Math.Round((lava - 50) * 0.4, MidpointRounding.AwayFromZero)
        : (int)Math.Round((50 - lava) * 0.38, MidpointRounding.AwayFromZero);
}
