// Compiled twice: by MSBuild as an inline task (TorchNative.targets) and by tests/SuperResolution.Tests.
// MSBuild compiles it against .NET Standard 2.0, hence the plain C#.
#nullable disable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Build.Framework;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SuperResolution.Build
{
    /// <summary>
    /// Rewrites TorchSharp.dll so that no operand is freed while native code still reads it. TorchSharp reads x.Handle and
    /// calls native code with that number alone; from then on the collector may finalise x, which frees what the number points to.
    /// </summary>
    /// <remarks>
    /// "Handle" is any value through which native memory is reached: pointers, arrays and sequences of them, structures with
    /// one, safe handles. In every method these objects stay alive until it returns (GC.KeepAlive before each return):
    /// whatever a handle is read from or computed from (this, a parameter, an element, a temporary), and,
    /// where native code is called, this and all parameters of a reference type.
    /// A method that returns a handle passes the duty on to its caller, by the same rule. Three places need more:
    /// lists of tensors, which may make their elements on the fly, are copied to an array first; arguments of TorchScript
    /// are gathered by a method that returns before they are used; gradients of an own function return to native code.
    /// </remarks>
    public sealed class OperandLifetime
    {
        /// <summary>The AssemblyMetadataAttribute of a rewritten assembly; its value changes with the rules.</summary>
        public const string Mark = "SuperResolution.OperandsStayAlive", MarkValue = "1";

        /// <summary>TorchSharp 0.107.0 for .NET 8, the one whose methods were looked through.</summary>
        public static readonly Guid Known = new Guid("41a4ad0f-515a-475e-8695-f10b26a540f5");

        private readonly ModuleDefinition module;
        private readonly MethodReference keepAlive;
        private readonly Dictionary<string, bool> handles = new Dictionary<string, bool>();

        private OperandLifetime(ModuleDefinition module)
        {
            this.module = module;
            keepAlive = new MethodReference("KeepAlive", module.TypeSystem.Void, CoreType("GC"));
            keepAlive.Parameters.Add(new ParameterDefinition(module.TypeSystem.Object));
        }

        /// <summary>Rewrites <paramref name="source"/> to <paramref name="target"/>. Returns how many methods changed.</summary>
        /// <exception cref="InvalidDataException">It is not the assembly that this was written for; nothing is written.</exception>
        public static int Rewrite(string source, string target)
        {
            ModuleDefinition module;
            try
            {
                module = ModuleDefinition.ReadModule(source, new ReaderParameters { InMemory = true });
            }
            catch (Exception error) when (error is BadImageFormatException || error is ArgumentException
                || error is IndexOutOfRangeException || error is EndOfStreamException)
            {
                throw new InvalidDataException("it is not a whole .NET assembly");
            }
            using (module)
            {
                if (module.Mvid != Known)
                    throw new InvalidDataException("it is " + module.Assembly.FullName + ", module " + module.Mvid
                        + "; the rewriting knows TorchSharp 0.107.0 for .NET 8, module " + Known);
                var changed = new OperandLifetime(module).Rewrite();
                module.Write(target, new WriterParameters { WriteSymbols = true, SymbolWriterProvider = new NoSymbols() });
                return changed;
            }
        }

        private int Rewrite()
        {
            var type = CoreType("Reflection.AssemblyMetadataAttribute");
            var mark = new MethodReference(".ctor", module.TypeSystem.Void, type) { HasThis = true };
            var attribute = new CustomAttribute(mark);
            foreach (var text in new[] { Mark, MarkValue })
            {
                mark.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
                attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, text));
            }
            module.Assembly.CustomAttributes.Add(attribute);
            // Another content is another module.
            var number = Known.ToByteArray();
            number[15] ^= byte.Parse(MarkValue);
            module.Mvid = new Guid(number);
            BeginWithTheLibrary();
            return module.GetTypes().SelectMany(every => every.Methods).Where(method => method.HasBody).ToList().Count(Rewrite);
        }

        /// <summary>
        /// TorchSharp's first act, before it loads LibTorch: the module of Type.GetType("…WaitingPolicy, SuperResolution") is initialised.
        /// So a program that calls TorchSharp before the library is no exception. Where the library cannot be found by its name alone,
        /// as in hosts that load by file, it comes first anyway: exceptions are dropped.
        /// </summary>
        private void BeginWithTheLibrary()
        {
            var (type, owner, handle) = (CoreType("Type"), CoreType("Reflection.Module"), CoreType("ModuleHandle"));
            var helpers = CoreType("Runtime.CompilerServices.RuntimeHelpers");
            handle.IsValueType = true;
            var find = new MethodReference("GetType", type, type);
            find.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
            find.Parameters.Add(new ParameterDefinition(module.TypeSystem.Boolean));
            var initialise = new MethodReference("RunModuleConstructor", module.TypeSystem.Void, helpers);
            initialise.Parameters.Add(new ParameterDefinition(handle));
            var end = Instruction.Create(OpCodes.Ret);
            var caught = Instruction.Create(OpCodes.Pop);
            var start = new MethodDefinition(".cctor", MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig
                | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
            var code = start.Body.Instructions;
            foreach (var instruction in new[]
            {
                Instruction.Create(OpCodes.Ldstr, "SuperResolution.Platform.WaitingPolicy, SuperResolution"),
                Instruction.Create(OpCodes.Ldc_I4_1), Instruction.Create(OpCodes.Call, find), // throws where there is none
                Instruction.Create(OpCodes.Callvirt, new MethodReference("get_Module", owner, type) { HasThis = true }),
                Instruction.Create(OpCodes.Callvirt, new MethodReference("get_ModuleHandle", handle, owner) { HasThis = true }),
                Instruction.Create(OpCodes.Call, initialise), Instruction.Create(OpCodes.Leave, end),
                caught, Instruction.Create(OpCodes.Leave, end), end,
            }) code.Add(instruction);
            start.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
            {
                TryStart = code[0],
                TryEnd = caught,
                HandlerStart = caught,
                HandlerEnd = end,
                CatchType = CoreType("Exception"),
            });
            module.Types.Single(known => known.Name == "<Module>").Methods.Add(start);
        }

        /// <summary>Whether the method changed.</summary>
        private bool Rewrite(MethodDefinition method)
        {
            var body = method.Body;
            foreach (var branch in body.Instructions.Where(known => known.OpCode.OperandType == OperandType.ShortInlineBrTarget))
                branch.OpCode = LongForm(branch.OpCode);
            CopyLazyLists(method);
            var kept = new List<object>(); // parameters and local variables
            if (body.Instructions.Any(CallsNativeCode))
            {
                if (method.HasThis && !method.DeclaringType.IsValueType) kept.Add(body.ThisParameter);
                kept.AddRange(method.Parameters.Where(parameter => IsObject(parameter.ParameterType)));
            }
            var owners = HolderOf(method);
            foreach (var instruction in body.Instructions.ToList())
            {
                var operands = HandleOperands(instruction);
                if (!operands.Any(IsObject)) continue;
                if (instruction.Previous != null && instruction.Previous.OpCode.OpCodeType == OpCodeType.Prefix)
                    throw new InvalidDataException("it has a prefix before " + instruction + " in " + method.FullName);
                if (owners == null && operands.Count == 1 && FixedParameter(body, instruction) is ParameterDefinition parameter)
                    kept.Add(parameter);
                else
                    kept.AddRange(Save(body, instruction, operands, owners));
            }
            if (owners != null && owners == body.ThisParameter) // what the last call left
                Insert(body, body.Instructions[0], new[]
                {
                    Load(owners), Instruction.Create(OpCodes.Ldnull), Instruction.Create(OpCodes.Stfld, OperandsField(owners)),
                });
            if (kept.Count > 0)
            {
                foreach (var end in body.Instructions.Where(known => known.OpCode == OpCodes.Ret).ToList())
                {
                    var calls = kept.Distinct().SelectMany(value => new[] { Load(value), Instruction.Create(OpCodes.Call, keepAlive) });
                    Insert(body, end, calls);
                }
            }
            return kept.Count > 0;
        }

        private bool CallsNativeCode(Instruction instruction) => instruction.Operand is MethodDefinition called && called.IsPInvokeImpl;

        /// <summary>The types of what the instruction takes from the stack, the topmost last, where it results in a handle.</summary>
        private List<TypeReference> HandleOperands(Instruction instruction)
        {
            var types = new List<TypeReference>();
            if (instruction.OpCode == OpCodes.Ldfld || instruction.OpCode == OpCodes.Ldflda)
            {
                var field = (FieldReference)instruction.Operand;
                if (IsHandle(field.FieldType)) types.Add(Receiver(field.DeclaringType));
            }
            else if (instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt)
            {
                var called = (MethodReference)instruction.Operand;
                if (!IsHandle(Closed(called.ReturnType, called))) return types;
                if (called.HasThis) types.Add(Receiver(called.DeclaringType));
                types.AddRange(called.Parameters.Select(parameter => Closed(parameter.ParameterType, called)));
            }
            return types;
        }

        /// <summary>
        /// Instances of structures come as addresses. Of other assemblies' types a reference alone does not tell which are
        /// classes: of those that give handles two are.
        /// </summary>
        private TypeReference Receiver(TypeReference type)
        {
            var tells = type is GenericInstanceType || type.Scope == module;
            var isClass = tells ? !type.IsValueType : type.Name == "SafeHandle" || type.Name == "SKBitmap";
            return isClass ? type : new ByReferenceType(type);
        }

        /// <summary>A parameter that is nowhere assigned, which the instruction before this one loads.</summary>
        private static ParameterDefinition FixedParameter(MethodBody body, Instruction instruction)
        {
            var isTarget = body.Instructions.Any(other => other.Operand == instruction
                || other.Operand is Instruction[] targets && targets.Contains(instruction));
            var parameter = isTarget || instruction.Previous == null ? null : LoadedParameter(body, instruction.Previous);
            var changes = body.Instructions.Any(other => other.Operand == parameter && LoadedParameter(body, other) == null);
            return changes ? null : parameter;
        }

        private static ParameterDefinition LoadedParameter(MethodBody body, Instruction instruction)
        {
            var code = instruction.OpCode.Code;
            if (code == Code.Ldarg || code == Code.Ldarg_S) return (ParameterDefinition)instruction.Operand;
            if (code < Code.Ldarg_0 || code > Code.Ldarg_3) return null;
            var position = code - Code.Ldarg_0 - (body.Method.HasThis ? 1 : 0);
            return position < 0 ? body.ThisParameter : body.Method.Parameters[position];
        }

        private static OpCode LongForm(OpCode branch) =>
            (OpCode)typeof(OpCodes).GetField(branch.Code.ToString().Replace("_S", "")).GetValue(null);

        /// <summary>
        /// Takes the operands from the stack and puts them back. Returns the variables that hold the objects among them.
        /// </summary>
        private List<VariableDefinition> Save(
            MethodBody body, Instruction instruction, List<TypeReference> operands, ParameterDefinition holder)
        {
            var first = operands.FindIndex(IsObject);
            var variables = operands.Skip(first).Select(type => new VariableDefinition(type)).ToList();
            foreach (var variable in variables) body.Variables.Add(variable);
            body.InitLocals = true;
            var objects = variables.Where(variable => IsObject(variable.VariableType)).ToList();
            Insert(body, instruction, Enumerable.Reverse(variables).Select(variable => Instruction.Create(OpCodes.Stloc, variable))
                .Concat(holder == null ? Enumerable.Empty<Instruction>() : objects.SelectMany(value => Chain(value, holder)))
                .Concat(variables.Select(variable => Instruction.Create(OpCodes.Ldloc, variable))));
            return objects;
        }

        /// <summary>Where the operands are kept that must outlive this method; null for all methods but two.</summary>
        private ParameterDefinition HolderOf(MethodDefinition method)
        {
            if (method.Name == "DetermineArgumentTypeRefs") return method.Parameters.Single(parameter => parameter.Name == "allocator");
            return method.Name == "ApplyFunc" ? method.Body.ThisParameter : null;
        }

        /// <summary>holder.operands = Tuple.Create(value, holder.operands).</summary>
        private IEnumerable<Instruction> Chain(VariableDefinition value, ParameterDefinition holder)
        {
            var pair = new GenericInstanceType(CoreType("Tuple`2"));
            pair.ElementType.GenericParameters.Add(new GenericParameter(pair.ElementType));
            pair.ElementType.GenericParameters.Add(new GenericParameter(pair.ElementType));
            pair.GenericArguments.Add(module.TypeSystem.Object);
            pair.GenericArguments.Add(module.TypeSystem.Object);
            var create = new MethodReference(".ctor", module.TypeSystem.Void, pair) { HasThis = true };
            foreach (var part in pair.ElementType.GenericParameters) create.Parameters.Add(new ParameterDefinition(part));
            var operands = OperandsField(holder);
            return new[]
            {
                Load(holder), Load(value), Load(holder), Instruction.Create(OpCodes.Ldfld, operands),
                Instruction.Create(OpCodes.Newobj, create), Instruction.Create(OpCodes.Stfld, operands),
            };
        }

        private FieldReference OperandsField(ParameterDefinition holder)
        {
            var type = holder.ParameterType.Resolve();
            var field = type.Fields.FirstOrDefault(known => known.Name == "operands");
            if (field == null)
                type.Fields.Add(field = new FieldDefinition("operands", FieldAttributes.Assembly, module.TypeSystem.Object));
            if (!type.HasGenericParameters) return field;
            var own = new GenericInstanceType(type);
            foreach (var parameter in type.GenericParameters) own.GenericArguments.Add(parameter);
            return new FieldReference(field.Name, field.FieldType, own);
        }

        /// <summary>What a list makes while it is read has no other owner: it becomes an array first, and the array is kept.</summary>
        private void CopyLazyLists(MethodDefinition method)
        {
            if (method.DeclaringType.Name == "OverloadHelper") return;
            var helpers = module.GetType("TorchSharp.OverloadHelper").Methods.Where(helper => helper.Name == "ToHandleArray").ToList();
            var fromArray = helpers.Single(helper => helper.Parameters[0].ParameterType.IsArray);
            foreach (var call in method.Body.Instructions.Where(known => helpers.Contains(known.Operand)).ToList())
            {
                var type = ((MethodDefinition)call.Operand).Parameters[0].ParameterType;
                if (type.IsArray) continue;
                call.Operand = fromArray;
                if (type.IsValueType)
                {
                    var span = new VariableDefinition(type);
                    method.Body.Variables.Add(span);
                    var element = ((GenericInstanceType)type).ElementType.GenericParameters[0];
                    var copy = new MethodReference("ToArray", new ArrayType(element), type) { HasThis = true };
                    Insert(method.Body, call, new[]
                    {
                        Instruction.Create(OpCodes.Stloc, span), Instruction.Create(OpCodes.Ldloca, span),
                        Instruction.Create(OpCodes.Call, copy),
                    });
                }
                else
                {
                    var copy = new GenericInstanceMethod(module.GetMemberReferences().OfType<MethodReference>()
                        .First(known => known.Name == "ToArray" && known.DeclaringType.FullName == "System.Linq.Enumerable"));
                    copy.GenericArguments.Add(module.GetType("TorchSharp.torch/Tensor"));
                    Insert(method.Body, call, new[] { Instruction.Create(OpCodes.Call, copy) });
                }
            }
        }

        /// <summary>Branches to <paramref name="at"/> go to what is inserted before it.</summary>
        private static void Insert(MethodBody body, Instruction at, IEnumerable<Instruction> before)
        {
            var moved = Instruction.Create(OpCodes.Nop);
            (moved.OpCode, moved.Operand, at.OpCode, at.Operand) = (at.OpCode, at.Operand, OpCodes.Nop, null);
            var processor = body.GetILProcessor();
            processor.InsertAfter(at, moved);
            foreach (var instruction in before) processor.InsertBefore(moved, instruction);
        }

        private static Instruction Load(object value) => value is ParameterDefinition parameter
            ? Instruction.Create(OpCodes.Ldarg, parameter)
            : Instruction.Create(OpCodes.Ldloc, (VariableDefinition)value);

        private static bool IsObject(TypeReference type) =>
            !type.IsValueType && !type.IsByReference && !type.IsPointer && !type.IsGenericParameter && !type.IsFunctionPointer;

        private bool IsHandle(TypeReference type)
        {
            if (type is ArrayType || type is ByReferenceType) return IsHandle(((TypeSpecification)type).ElementType);
            if (type is GenericInstanceType generic)
                return !generic.Name.StartsWith("Func`") && !generic.Name.StartsWith("Action`") && generic.GenericArguments.Any(IsHandle);
            if (type.IsPointer || type.IsFunctionPointer) return true;
            if (type.FullName == "System.IntPtr" || type.FullName == "System.UIntPtr") return true;
            if (type.IsGenericParameter || type.Scope != module) return false;
            if (!handles.TryGetValue(type.FullName, out var known))
            {
                handles[type.FullName] = false; // an enumeration has a constant of its own type
                var definition = type.Resolve();
                handles[type.FullName] = known = definition.BaseType?.Name == "SafeHandle"
                    || definition.IsValueType && definition.Fields.Any(field => !field.IsStatic && IsHandle(field.FieldType));
            }
            return known;
        }

        /// <summary>The type with the arguments of the called method and of its type in place of their parameters.</summary>
        private static TypeReference Closed(TypeReference type, MethodReference called)
        {
            if (type is GenericParameter parameter)
            {
                var instance = parameter.Type == GenericParameterType.Method
                    ? (IGenericInstance)(called as GenericInstanceMethod)
                    : called.DeclaringType as GenericInstanceType;
                return instance == null ? parameter : instance.GenericArguments[parameter.Position];
            }
            if (type is ArrayType array) return new ArrayType(Closed(array.ElementType, called), array.Rank);
            if (type is ByReferenceType reference) return new ByReferenceType(Closed(reference.ElementType, called));
            if (!(type is GenericInstanceType open)) return type;
            var closed = new GenericInstanceType(open.ElementType);
            foreach (var argument in open.GenericArguments) closed.GenericArguments.Add(Closed(argument, called));
            return closed;
        }

        /// <summary>
        /// The package brings no symbols; what a debugger finds elsewhere by the package's number is for other instructions.
        /// </summary>
        private sealed class NoSymbols : ISymbolWriterProvider, ISymbolWriter
        {
            public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName) => this;
            public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => this;
            public ISymbolReaderProvider GetReaderProvider() => null;
            public ImageDebugHeader GetDebugHeader() => new ImageDebugHeader();
            public void Write(MethodDebugInformation info) { }
            public void Write(ICustomDebugInformationProvider provider) { }
            public void Write() { }
            public void Dispose() { }
        }

        private TypeReference CoreType(string name)
        {
            var dot = name.LastIndexOf('.');
            var space = dot < 0 ? "System" : "System." + name.Substring(0, dot);
            return new TypeReference(space, name.Substring(dot + 1), module, module.TypeSystem.CoreLibrary);
        }
    }

    /// <summary>The MSBuild task around <see cref="OperandLifetime"/>.</summary>
    public sealed class KeepOperandsAlive : Microsoft.Build.Utilities.Task
    {
        /// <summary>TorchSharp.dll of the package; only read.</summary>
        [Required]
        public string Source { get; set; } = "";

        /// <summary>The rewritten assembly. It is put in place whole, by a rename.</summary>
        [Required]
        public string Target { get; set; } = "";

        public override bool Execute()
        {
            var temporary = Target + "." + Guid.NewGuid().ToString("N") + ".tmp";
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Target)));
                var begin = DateTime.UtcNow;
                using (var oneAtATime = new Mutex(false, "SuperResolution.KeepOperandsAlive"))
                {
                    oneAtATime.WaitOne();
                    try
                    {
                        if (File.GetLastWriteTimeUtc(Target) > begin) return true; // another project of this build was first
                        var changed = OperandLifetime.Rewrite(Source, temporary);
                        if (File.Exists(Target)) File.Replace(temporary, Target, null);
                        else File.Move(temporary, Target);
                        Log.LogMessage(MessageImportance.High, "TorchSharp.dll: operands stay alive under native code, {0} methods.",
                            changed);
                    }
                    finally
                    {
                        oneAtATime.ReleaseMutex();
                    }
                }
                return true;
            }
            catch (Exception error) when (error is InvalidDataException || error is IOException || error is UnauthorizedAccessException)
            {
                Log.LogError("TorchSharp.dll cannot be kept from freeing operands under native code: {0}. File: {1}. Restore the version "
                    + "that Directory.Packages.props names, or adapt environment/torch/KeepOperandsAlive.cs to the new one.",
                    error.Message.TrimEnd('.'), Source);
                return false;
            }
            finally
            {
                if (File.Exists(temporary)) File.Delete(temporary);
            }
        }
    }
}
