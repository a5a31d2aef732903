namespace Drover.LavaWeb.Rpc;

/// <summary>A method of the XML-RPC interface.</summary>
/// <param name="Name">Its name, with its namespace.</param>
/// <param name="Parameters">Names of its parameters with commas between them; those that may be left out end in a question mark.</param>
/// <param name="Help">What it does and answers.</param>
/// <param name="Answer">Does it.</param>
/// <param name="NeedsUser">Whether it is for holders of a token alone.</param>
internal sealed record RpcMethod(string Name, string Parameters, string Help, Func<RpcRequest, Task<object?>> Answer, bool NeedsUser = false)
{
    private readonly string[] _parameters = Parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    public int Most => _parameters.Length;

    public int Least => _parameters.Count(parameter => !parameter.EndsWith('?'));

    public string Usage => $"{Name}({Parameters}): {Help}";

    public string ParameterName(int index) => _parameters[index].TrimEnd('?');

    /// <summary>A method that only looks.</summary>
    public static RpcMethod Of(string name, string parameters, string help, Func<RpcRequest, object?> answer, bool needsUser = false) =>
        new(name, parameters, help, request => Task.FromResult(answer(request)), needsUser);
}
