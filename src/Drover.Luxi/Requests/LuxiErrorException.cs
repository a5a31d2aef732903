namespace Drover.Luxi.Requests;

/// <summary>A well-formed request is answered with an error; the connection stays open.</summary>
internal sealed class LuxiErrorException(string errorClass, params string[] arguments)
    : DroverException("LUXI_ERROR", arguments.Length > 0 ? arguments[0] : errorClass)
{
    public LuxiError Error { get; } = new(errorClass, arguments);
}
