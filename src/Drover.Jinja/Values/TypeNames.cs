using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Python's names of types, for messages.</summary>
internal static class TypeNames
{
    public static string Of(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        BigInteger => "int",
        double => "float",
        string => "str",
        ContainerValue container => container.TypeName,
        RangeValue => "range",
        GeneratorValue => "generator",
        FunctionValue function => function.TypeName,
        IMembers members => members.TypeName,
        Undefined => "Undefined",
        _ => throw new InvalidOperationException($"{value.GetType()} is no value of a template."),
    };
}
