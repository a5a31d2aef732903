using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Counts what one rendering takes, and ends it when it takes too much.</summary>
internal sealed class Budget(RenderLimits limits)
{
    // Lists in lists, deeper than this, would ask too much of the stack of those who print and compare them.
    private const int DeepestValue = 200;

    private long _steps;

    /// <summary>Something was done that can be done without end.</summary>
    public void Step(long count = 1)
    {
        _steps += count;
        if (_steps > limits.MostSteps)
            throw new TemplateFault($"The rendering takes more than {limits.MostSteps} steps; it was given up.");
    }

    /// <summary>A value of this size is about to be made. Building it is work too.</summary>
    public void Room(BigInteger size)
    {
        Check(size);
        Look((long)size);
    }

    /// <summary>A value that is being made has this size.</summary>
    public void Check(BigInteger size)
    {
        if (size > limits.LargestValue)
            throw new TemplateFault($"A value would be larger than {limits.LargestValue}; it was not made.");
    }

    /// <summary>All of a value is gone through: a large one costs more than a step.</summary>
    public void Look(object? value) => Look(value switch { string text => text.Length, ContainerValue container => container.Weight, _ => 0 });

    private void Look(long size)
    {
        if (size > 256)
            Step(size / 256);
    }

    /// <summary>A value has been made.</summary>
    public object? Admit(object? value)
    {
        switch (value)
        {
            case string text:
                Room(text.Length);
                break;
            case ContainerValue container:
                Room(container.Weight);
                if (container.Depth > DeepestValue)
                    throw new TemplateFault($"Values stand more than {DeepestValue} deep in one another.");
                break;
        }
        return value;
    }
}
