"""jupyter_kernel_test with samples for this kernel; argument: the kernel's name. No test may be skipped."""
import sys
import unittest

import jupyter_kernel_test
from jupyter_client.utils import ensure_async, run_sync

NAME = sys.argv.pop(1)


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = NAME
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oh");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "using System.Thr", "matches": {"Threading"}},
        {"text": "Enumerable.Ra", "matches": {"Range"}},
    ]
    complete_code_samples = ["1 + 1", "int Twice(int x) => 2 * x;", "for (var i = 0; i < 3; i++) Console.WriteLine(i);"]
    incomplete_code_samples = ["for (var i = 0; i < 3; i++) {", "class A\n{", 'Console.WriteLine("a",']
    invalid_code_samples = ["int 3x = ;", "class class { }"]
    code_page_something = "Console?"
    code_generate_error = 'throw new InvalidOperationException("no");'
    code_execute_result = [
        {"code": "1 + 2 + 3", "mime": "text/html"},
        {"code": '"a".ToUpperInvariant()', "result": "A"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": '"a" + "c"', "result": "ac"},
    ]
    code_display_data = [{"code": '"x".Display();', "mime": "text/plain"}]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "CellScreen.Clear();"

    @classmethod
    def setUpClass(cls):
        """The package waits a tenth of a second for each message of a cell: on a busy machine that is a test of the machine."""
        super().setUpClass()
        get_msg = cls.kc.iopub_channel.get_msg

        async def patient(timeout=None):
            return await ensure_async(get_msg(timeout=jupyter_kernel_test.TIMEOUT))

        cls.kc.iopub_channel.get_msg = patient

    def flush_channels(self):
        """Reads on to the end of one more request, instead of until a tenth of a second is silent."""
        request = self.kc.kernel_info()
        for channel in (self.kc.shell_channel, self.kc.iopub_channel):
            while True:
                message = run_sync(channel.get_msg)(timeout=jupyter_kernel_test.TIMEOUT)
                ends = message["content"].get("execution_state") in (None, "idle")
                if message["parent_header"].get("msg_id") == request and ends:
                    break


if __name__ == "__main__":
    unittest.main(verbosity=2)
